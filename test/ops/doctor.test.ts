import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { runOps } from './runOps.ts';

/** Lambda, as far as it is asked: it answers this, and notes the calls. */
async function lambdaAnswering(answer: unknown, functionError?: string) {
  const asked: { path: string | undefined; event: unknown }[] = [];
  const server = createServer(async (request, response) => {
    asked.push({ path: request.url, event: JSON.parse(await text(request)) });
    if (functionError) response.setHeader('x-amz-function-error', functionError);
    response.end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  return { asked, environment: { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, ...credentials } };
}

const right = { check: 'network dynamodb', isRight: true, says: '10.0.0.7:443 answers with TLS: all state' };
const wrong = {
  check: 'topics',
  isRight: false,
  says: 'missing: payment.success. Run npm run ops -- topics apply\u001b[2J',
};

it('asks the function of the stage, and prints a line for each check', async () => {
  const { asked, environment } = await lambdaAnswering({ findings: [right, wrong] });
  const { status, stdout } = await runOps(['doctor', '--stage', 'example'], environment);
  expect(status).toBe(3);
  expect(stdout).toBe(
    'ok    network dynamodb: 10.0.0.7:443 answers with TLS: all state\n' +
      'wrong topics: missing: payment.success. Run npm run ops -- topics apply\\u001b[2J\n',
  );
  expect(asked.map(({ path }) => path)).toEqual([
    '/2015-03-31/functions/event-functions-example-diagnoseStage/invocations',
  ]);
});

it('ends with 0 where all is right', async () => {
  const { environment } = await lambdaAnswering({ findings: [right] });
  const { status, stdout } = await runOps(['doctor', '--stage', 'example', '--json'], environment);
  expect([status, JSON.parse(stdout)]).toEqual([0, { findings: [right] }]);
});

it.each<[string, unknown, string | undefined, string]>([
  ['fails', { errorMessage: 'Task timed out' }, 'Unhandled', 'Task timed out'],
  ['is of another version', { steps: [] }, undefined, 'deploy this version first'],
])('says so where the function %s', async (_, answer, functionError, said) => {
  const { environment } = await lambdaAnswering(answer, functionError);
  const { status, stderr } = await runOps(['doctor', '--stage', 'example'], environment);
  expect(status).not.toBe(0);
  expect(stderr).toContain(said);
});

it('wants a stage', async () => {
  const { status, stderr } = await runOps(['doctor']);
  expect([status, stderr]).toEqual([1, expect.stringContaining('Name the stage with --stage')]);
});
