import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { newFolder, runToEnd, startProgram } from '../programs.ts';

const anyPorts = ['--api-port', '0', '--console-port', '0'];

it('Ctrl-C while Kafka is awaited ends it with one sentence, and nothing of the start is left', async () => {
  // Takes connections, and answers nothing.
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const connected = new Promise((resolve) => server.once('connection', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
  const state = join(newFolder(), 'state');
  const variables = { KAFKA_BROKERS: `127.0.0.1:${address.port}` };
  const { child, ended } = startProgram('start', [...anyPorts, '--state', state], variables);
  await connected;
  expect(existsSync(state)).toBe(true);
  child.kill('SIGINT');
  const { status, stderr } = await ended;
  expect([status, stderr.split('\n').at(-2)]).toEqual([
    0,
    'Ended before the stack was ready; nothing of the start is left.',
  ]);
  expect(existsSync(state)).toBe(false);
});

it('a start that fails leaves no state folder that was not there before', async () => {
  const state = join(newFolder(), 'state');
  const { status } = await runToEnd('start', [...anyPorts, '--host', '203.0.113.1', '--state', state]);
  expect(status).toBe(1);
  expect(existsSync(state)).toBe(false);
});

it.each(['store.db', 'broker.db', 'outside.db', 'tokenKeys.json'])(
  'a damaged %s is named at the start, with the way out',
  async (name) => {
    const state = newFolder();
    const file = join(state, name);
    mkdirSync(state, { recursive: true });
    writeFileSync(
      file,
      'this is neither JSON nor a database, and long enough to have a header of one: 0123456789'.repeat(9),
    );
    const { status, stderr } = await runToEnd('start', [...anyPorts, '--state', state]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^\S+ is damaged, or no file of ours \(.*\): remove it and what it kept is lost, or choose another folder with --state\.\n$/,
    );
    expect(stderr.startsWith(file)).toBe(true);
  },
);

it('a state folder belongs to the broker that it began with', async () => {
  const state = newFolder();
  const first = startProgram('start', [...anyPorts, '--state', state]);
  await first.firstLine;
  first.child.kill('SIGTERM');
  await first.ended;
  const { status, stderr } = await runToEnd('start', [...anyPorts, '--state', state], { KAFKA_BROKERS: '127.0.0.1:1' });
  expect(status).toBe(1);
  expect(stderr).toBe(
    `The state in ${state} is of the embedded broker: its marks name records by their offsets there, and would hide records of the cluster at 127.0.0.1:1. Choose another folder with --state, or remove this one to start over; if both are one cluster, remove ${join(state, 'broker.name')}.\n`,
  );
});

it('a second Ctrl-C ends at once what the first one waits for', async () => {
  const { child, firstLine, ended } = startProgram('start', [...anyPorts, '--state', 'memory']);
  const [, api] = /api=http:\/\/([^:]+:\d+)/.exec(await firstLine) ?? [];
  // A request that never ends keeps the stack for five seconds.
  const request = fetch(`http://${api}/api/v1/users/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) }),
    duplex: 'half',
  });
  request.catch(() => undefined);
  await vi.waitFor(async () => expect((await fetch(`http://${api}/health`)).status).toBe(200), 30_000);
  child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 400));
  child.kill('SIGINT');
  const { status, stderr } = await ended;
  expect([status, stderr]).toEqual([130, 'Ended at once; batches in flight come again at the next start.\n']);
});
