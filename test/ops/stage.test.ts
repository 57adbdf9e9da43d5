import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { decodeJwt } from 'jose';
import { expect, it, onTestFinished } from 'vitest';
import { rotated } from '../../lib/token/keySet.ts';
import { runOps } from './runOps.ts';

/** Secrets Manager, as far as it is asked: it holds the keys, and notes for which secret. */
async function secretsManager() {
  const asked: string[] = [];
  const keys = JSON.stringify(rotated(undefined));
  const server = createServer(async (request, response) => {
    asked.push(JSON.parse(await text(request)).SecretId);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ SecretString: keys }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

it('mints a token of the stage, with the keys that its file names', async () => {
  const { endpoint, asked } = await secretsManager();
  const { status, stdout, stderr } = await runOps(['token', '--role', 'admin', '--stage', 'example'], {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(decodeJwt(stdout.trim())).toMatchObject({ iss: 'event-functions-example', aud: 'event-functions-example' });
  expect(asked).toEqual(['arn:aws:secretsmanager:eu-central-1:123456789012:secret:example/token-keys-AbCdEf']);
});

it.each([
  ['token', ['--role', 'admin']],
  ['topics', ['plan']],
  ['groups', ['list']],
])('%s refuses a stage without a file', async (command, args) => {
  for (const stage of ['none', '../deploy/stage'])
    expect(await runOps([command, ...args, '--stage', stage])).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(`There is no stages/${stage}.ts`),
    });
});
