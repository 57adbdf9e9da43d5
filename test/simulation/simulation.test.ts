import { test } from 'vitest';
import { run } from './run.ts';
import { checkRecords } from './checkRecords.ts';
import { checkOrder, checkRepeats } from './checkOrder.ts';
import { checkState } from './checkState.ts';
test('x', { timeout: 300_000 }, async () => {
  const t = process.cpuUsage();
  const bad: string[] = [];
  for (let seed = 1; seed <= 300; seed++) {
    const ran = await run(seed);
    const v = [...checkRecords(ran), ...checkOrder(ran), ...checkRepeats(ran), ...checkState(ran)];
    if (v.length) bad.push(`${seed} ${ran.kind}: ${v.join('; ').slice(0, 400)}`);
  }
  const u = process.cpuUsage(t);
  console.log((u.user + u.system) / 1000, 'ms', bad.length, '\n' + bad.slice(0, 40).join('\n'));
});
