import { expect, it } from 'vitest';
import { createLog } from '../../../lib/observability/log.ts';
import { printer } from '../../../local/runtime/output.ts';

it.each(['json', 'text', 'colour'] as const)(
  'lines of a function’s log in %s pass as they are; what else it prints names it',
  (format) => {
    const written: string[] = [];
    const passed: string[] = [];
    createLog({ level: 'info', format, now: Date.now }, {}, (line) => void written.push(line)).warn('breaker.opened', {
      failures: 5,
    });
    const log = createLog(
      { level: 'info', format: 'text', now: Date.now },
      {},
      (line) => void passed.push(line.slice(13)),
    );
    const print = printer('ship', log, (line) => void passed.push(line));
    for (const line of [...written, 'FATAL ERROR: heap out of memory', '  ', '{"mine":1}']) print(line);
    expect(passed).toEqual([
      written[0],
      'info  ship                   function.printed line=FATAL ERROR: heap out of memory',
      'info  ship                   function.printed line={"mine":1}',
    ]);
  },
);
