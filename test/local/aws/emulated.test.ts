import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../../local/freePort.ts';
import { runOps } from '../../ops/runOps.ts';
import { realPart } from '../../real/available.ts';
import { newFolder, runToEnd, startProgram } from '../programs.ts';

const ministack = await realPart('ministack');
const anyPorts = ['--api-port', '0', '--console-port', '0'];
const person = { username: 'zoe', email: 'zoe@example.com', password: 'correct horse battery' };

async function ask<T>(url: string, body?: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(url, sent);
  expect(response.ok, url).toBe(true);
  return (await response.json()) as T;
}

describe.runIf(ministack)('--aws', () => {
  it('keeps state in the emulator: tables are made, people register once, mail goes by SES', async () => {
    const variables = { TABLE_PREFIX: `t${process.pid}-`, AWS_REGION: 'eu-west-1' };
    const folder = newFolder();
    const start = (state: string) =>
      startProgram('start', [...anyPorts, '--aws', ministack ?? '', '--state', state], variables);
    const first = start(folder);
    const [, api = '', console = ''] = /^ready api=(\S+) console=(\S+)/.exec(await first.firstLine) ?? [];
    const { user } = await ask<{ user: { id: string } }>(`${api}/api/v1/users/register`, person);
    await expect
      .poll(() => ask<unknown[]>(`${console}/api/emails`), { timeout: 15_000 })
      .toMatchObject([{ to: [person.email] }]);
    const sent = JSON.stringify(await ask(`${ministack}/_ministack/ses/messages`));
    expect(sent).toContain(person.email);
    await ask(`${console}/api/topics/user.events/records`, { key: 'k', value: '{broken' });
    // One of each of the topic's readers.
    const letters = async () =>
      (await ask<{ consumer: string }[]>(`${console}/api/dead-letters`)).map(({ consumer }) => consumer);
    const readers = ['cleanUpDeletedUser', 'sendWelcomeEmail', 'updateUserView'];
    await expect.poll(letters, { timeout: 15_000 }).toEqual(expect.arrayContaining(readers));
    const exported = await runOps(['users', 'export', user.id, '--state', folder]);
    expect([exported.status, exported.stderr]).toEqual([0, '']);
    expect(exported.stdout).toContain(person.email);
    first.child.kill('SIGTERM');
    expect((await first.ended).status).toBe(0);

    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const dynamo = new DynamoDBClient({ endpoint: ministack ?? '', region: 'eu-west-1', credentials });
    const { TableNames = [] } = await dynamo.send(new ListTablesCommand({}));
    for (const table of ['users', 'marks', 'outbox', 'deadLetters'])
      expect(TableNames).toContain(variables.TABLE_PREFIX + table);

    // Another state folder, the same emulator: the name is taken.
    const second = start(newFolder());
    const [, again = ''] = /^ready api=(\S+)/.exec(await second.firstLine) ?? [];
    const response = await fetch(`${again}/api/v1/users/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(person),
    });
    expect(response.status).toBe(409);
  }, 60_000);
});

it.each([
  [
    `http://127.0.0.1:${await freePort()}`,
    /^The AWS emulator does not do for DynamoDB \(.*ECONNREFUSED.*\): start it, .*\n$/,
  ],
  [
    'localstack',
    /^--aws expects a URL such as http:\/\/127\.0\.0\.1:4566, came localstack\. See npm start -- --help\.\n$/,
  ],
])(
  '--aws %s is refused with one sentence',
  async (address, sentence) => {
    const { status, stdout, stderr } = await runToEnd('start', [...anyPorts, '--aws', address, '--state', 'memory']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(sentence);
  },
  40_000,
);

it('ops tell with one sentence that the emulator, which the stack keeps its state in, is gone', async () => {
  const [folder, address] = [newFolder(), `http://127.0.0.1:${await freePort()}`];
  const note = { dynamodb: address, s3: address, region: 'eu-west-1', tablePrefix: 'a-', bucket: 'a' };
  writeFileSync(join(folder, 'emulator.json'), JSON.stringify(note));
  const { status, stdout, stderr } = await runOps(['users', 'export', '7', '--state', folder]);
  expect([status, stdout, stderr]).toEqual([
    1,
    '',
    `The stack on ${folder} keeps its state in the AWS emulator ${address}, which doesn't answer: start it, or name another folder with --state.\n`,
  ]);
});
