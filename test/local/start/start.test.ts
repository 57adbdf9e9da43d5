import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { newFolder, runToEnd, startProgram } from '../programs.ts';

const anyPorts = ['--api-port', '0', '--console-port', '0'];
const start = (state: string, variables = {}) => startProgram('start', [...anyPorts, '--state', state], variables);

async function readyUrls(line: Promise<string>) {
  const [, api = '', console = ''] = /^ready api=(\S+) console=(\S+)/.exec(await line) ?? [];
  return { api, console };
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  'prints one line when everything listens, and ends with 0 at a %s',
  async (signal) => {
    const { child, firstLine, ended } = start('memory');
    expect(await firstLine).toMatch(
      /^ready api=http:\/\/127\.0\.0\.1:\d+ console=http:\/\/127\.0\.0\.1:\d+ kafka=embedded\n$/,
    );
    const { api, console } = await readyUrls(firstLine);
    const health = await fetch(`${console}/api/health`);
    expect(await health.json()).toMatchObject({ status: 'ok' });
    expect((await fetch(`${api}/nothing`)).status).toBe(404);
    child.kill(signal);
    const { status, stdout, stderr } = await ended;
    expect([status, stdout.split('\n').length, stderr]).toEqual([0, 2, '']);
  },
);

it('answers the request in flight before it ends', async () => {
  const { child, firstLine, ended } = start('memory');
  const { api } = await readyUrls(firstLine);
  const headers = { 'content-type': 'application/json', expect: '100-continue' };
  const sent = request(`${api}/api/v1/users/register`, { method: 'POST', headers });
  const answered = once(sent, 'response');
  sent.flushHeaders();
  // Only a server that has taken the request says so.
  await once(sent, 'continue');
  child.kill('SIGTERM');
  sent.end(JSON.stringify({ username: 'jane', email: 'jane@example.com', password: 'password123' }));
  const [response] = (await answered) as [IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(201);
  expect((await ended).status).toBe(0);
});

it('refuses a state folder that a living stack holds, and takes over one that a dead stack held', async () => {
  const folder = newFolder();
  const first = start(folder);
  await first.firstLine;
  const refused = await start(folder).ended;
  expect([refused.status, refused.stdout]).toEqual([1, '']);
  expect(refused.stderr).toBe(
    `A stack runs on ${folder} already (process ${first.child.pid}): end it, or choose another folder with --state.\n`,
  );
  first.child.kill('SIGKILL');
  await first.ended;
  expect(await start(folder).firstLine).toMatch(/^ready /);
});

it('keeps what was published over a restart, and consumer groups where they were', async () => {
  const folder = newFolder();
  const variables = { KAFKA_TOPICS: 'user_registered' };
  const first = start(folder, variables);
  const before = await readyUrls(first.firstLine);
  const records = `${before.console}/api/topics/user_registered/records`;
  const headers = { 'content-type': 'application/json' };
  await fetch(records, { method: 'POST', headers, body: '{"key":"k","value":{"email":"jane@example.com"}}' });
  await expect.poll(async () => await lags(before.console), { timeout: 30_000 }).toEqual(new Set([0]));
  first.child.kill('SIGTERM');
  await first.ended;
  const { console } = await readyUrls(start(folder, variables).firstLine);
  expect(await (await fetch(`${console}/api/topics/user_registered/records`)).json()).toHaveLength(1);
  expect(await lags(console)).toEqual(new Set([0]));
  expect(await (await fetch(`${console}/api/emails`)).json()).toHaveLength(1);
});

async function lags(console: string): Promise<Set<number>> {
  const groups = (await (await fetch(`${console}/api/groups`)).json()) as { topic: string; lag: number }[];
  expect(new Set(groups.map(({ topic }) => topic))).toEqual(new Set(['user_registered']));
  return new Set(groups.map(({ lag }) => lag));
}

it('says which option helps when a port is in use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  for (const option of ['--api-port', '--console-port']) {
    const { status, stdout, stderr } = await runToEnd('start', [
      ...anyPorts,
      option,
      String(port),
      '--state',
      'memory',
    ]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use: end what listens there, or choose another with ${option} (0 = any free port).\n`,
    );
  }
});
