import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { copyProject } from '../../fixtures/projectCopy.ts';
import { startIn } from '../../fixtures/startedCopy.ts';

const recordLogin = 'functions/consumers/recordLogin/handler.ts';
const patience = { timeout: 100_000 };

it('what can not be loaded is shown with file, line and caret, and its function is left out or paused; the rest works', async () => {
  const project = copyProject();
  project.write(recordLogin, 'export const one = 1;\nexport const handler = (event: any => event;\n');
  project.write('functions/http/risk/config.ts', "import { nothing } from '../../../lib/clock/clock.ts';\n");
  project.write(
    'functions/jobs/relayOutbox/handler.ts',
    'const none: any = undefined;\nexport const handler = none.any;\n',
  );
  const { api, console, log } = await startIn(project.folder, ['--state', 'memory']);
  await vi.waitFor(() => expect(log().match(/function\.broken/g)).toHaveLength(3), patience);
  const of = (name: string) =>
    new RegExp(`error ${name} +function\\.broken ([\\s\\S]*?)(?=\\n\\d\\d:|$)`).exec(log())?.[1];
  expect(of('recordLogin')).toMatch(
    /^effect=its mappings and schedule are paused[^\n]*\n {4}SyntaxError: Expected ',', got ';'\n {6}\S+recordLogin\/handler\.ts:2\n[\s\S]*event;\n +\^/,
  );
  expect(of('risk')).toMatch(/^effect=it is left out\n {4}SyntaxError: .*\n {6}\S+risk\/config\.ts:1\n[^\n]*\n +\^+\n/);
  expect(of('relayOutbox')).toMatch(
    /\n {6}\S+relayOutbox\/handler\.ts:2\n {6}export const handler = none\.any;\n {6} {28}\^\n/,
  );
  expect((await fetch(`${api}/health`)).status).toBe(200);
  const functions = (await (await fetch(`${console}/api/functions`)).json()) as { name: string; broken?: string }[];
  const broken = functions.flatMap(({ name, broken: why }) =>
    why === undefined ? [] : `${name}: ${why.split(':')[0]}`,
  );
  expect(broken.sort()).toEqual(['recordLogin: SyntaxError', 'relayOutbox: TypeError', 'risk: SyntaxError']);
});

it('a start that failed is tried again at the next save, however the editor saves, and types are told in a line', async () => {
  const project = copyProject();
  const file = join(project.folder, 'events/allTopics.ts');
  project.replace('events/allTopics.ts', 'export const', 'export cons');
  const { child, log, output } = await startIn(project.folder, ['--watch', '--state', 'memory'], false);
  await vi.waitFor(
    () => expect(log()).toContain('The stack did not start: it starts anew at the next save.'),
    patience,
  );
  expect(log()).toMatch(/events\/allTopics\.ts:\d+/);
  await vi.waitFor(() => expect(log()).toMatch(/^types: events\/allTopics\.ts\(\d+,\d+\): error TS/m), patience);
  project.replace('events/allTopics.ts', 'export cons', 'export const');
  renameSync(file, `${file}.old`);
  renameSync(`${file}.old`, file);
  await vi.waitFor(() => expect(output()).toContain('ready api='), patience);
  await vi.waitFor(() => expect(log()).toContain('types: no errors'), patience);
  child.kill('SIGTERM');
  await vi.waitFor(() => expect(child.exitCode).toBe(0), patience);
}, 300_000);
