/** Functions that are written for a test, and the threads that run them. */
import { onTestFinished } from 'vitest';
import { jobConfig } from '../../../lib/declare/jobConfig.ts';
import { every } from '../../../lib/declare/schedule.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { createLog } from '../../../lib/observability/log.ts';
import type { LocalFunction } from '../../../local/functions.ts';
import { openThreads } from '../../../local/threads/runtime.ts';
import { writeTree } from '../../check/tree.ts';

/** `bodies` are those of handlers `async (event, context) => {…}`, by path: `jobs/tidy`, `http/things`. */
export function givenThreads(bodies: Record<string, string>, timeoutSeconds = 20) {
  const files = Object.entries(bodies).map(([path, body]) => [
    `${path}/handler.ts`,
    `export const handler = async (event: any, context: any) => {${body}};\n`,
  ]);
  const root = writeTree(Object.fromEntries(files));
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ level: 'info', format: 'json', now: () => 0 }, {}, (line) => lines.push(JSON.parse(line)));
  const threads = openThreads({ log, root });
  onTestFinished(() => threads.close());
  const invoke = (path: string, event: unknown = {}) => threads.invoke(functionAt(path, timeoutSeconds), event);
  return { lines, threads, invoke };
}

function functionAt(path: string, timeoutSeconds: number): LocalFunction {
  const [kind, name = ''] = path.split('/');
  const load = () => Promise.reject(new Error('a function in a thread is not loaded here'));
  if (kind === 'http') return { config: { ...httpConfig({ name, routes: [], uses: [] }), timeoutSeconds }, load };
  return { config: jobConfig({ name, schedule: every(1), uses: [], timeoutSeconds }), load };
}
