import { expect, it, onTestFinished } from 'vitest';
import { type RuntimeListener, startRuntimeApi } from '../../../local/runtime/runtimeApi.ts';

/** The API, and what it told, in order. */
async function givenApi() {
  const told: unknown[] = [];
  const listener: RuntimeListener = {
    onReady: () => void told.push('ready'),
    onResponse: (body) => void told.push({ response: body }),
    onError: (error) => void told.push({ error }),
    onInitError: (error) => void told.push({ initError: error }),
  };
  const api = await startRuntimeApi(listener);
  onTestFinished(() => api.close());
  const send = (method: string, path: string, body?: string) =>
    fetch(`http://${api.address}/2018-06-01/runtime${path}`, { method, ...(body !== undefined && { body }) });
  return { api, told, send };
}

const invocation = {
  requestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:ship',
  deadlineMs: 1_542_409_706_888,
  event: '{"n":1}',
};

async function delivered({ api, send, told }: Awaited<ReturnType<typeof givenApi>>) {
  const asked = send('GET', '/invocation/next');
  await expect.poll(() => told).toEqual(['ready']);
  api.deliver(invocation);
  return await asked;
}

it('gives the event, and in headers request, deadline, function and trace', async () => {
  const response = await delivered(await givenApi());
  expect([response.status, await response.text()]).toEqual([200, '{"n":1}']);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'lambda-runtime-aws-request-id': '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
    'lambda-runtime-deadline-ms': '1542409706888',
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:000000000000:function:ship',
    'lambda-runtime-trace-id': 'Root=1-5bef4dea-8476a536e9f411e897392dfe;Sampled=0',
  });
  expect(response.headers.has('lambda-runtime-client-context')).toBe(false);
});

it('waits with an invocation for a runtime that asks: before, there is nobody to deliver to', async () => {
  const { api } = await givenApi();
  expect(() => api.deliver(invocation)).toThrow('the runtime is not ready for an invocation');
});

it('takes a response, once', async () => {
  const given = await givenApi();
  await delivered(given);
  const respond = () => given.send('POST', `/invocation/${invocation.requestId}/response`, '{"ok":true}');
  const first = await respond();
  expect([first.status, await first.json()]).toEqual([202, { status: 'OK' }]);
  expect((await respond()).status).toBe(400);
  expect(given.told).toEqual(['ready', { response: '{"ok":true}' }]);
});

it('takes an error', async () => {
  const given = await givenApi();
  await delivered(given);
  const error = { errorType: 'Refused', errorMessage: 'no', stackTrace: ['at one'] };
  const taken = await given.send('POST', `/invocation/${invocation.requestId}/error`, JSON.stringify(error));
  expect(taken.status).toBe(202);
  expect(given.told).toEqual(['ready', { error: { errorType: 'Refused', errorMessage: 'no' } }]);
});

it('takes an error of the start', async () => {
  const { told, send } = await givenApi();
  const body = JSON.stringify({ errorType: 'Runtime.ImportModuleError', errorMessage: 'Cannot find module x' });
  expect((await send('POST', '/init/error', body)).status).toBe(202);
  const initError = { errorType: 'Runtime.ImportModuleError', errorMessage: 'Cannot find module x' };
  expect(told).toEqual([{ initError }]);
});

it('takes an error that is no JSON for what it says', async () => {
  const { told, send } = await givenApi();
  await send('POST', '/init/error', 'out of luck');
  expect(told).toEqual([{ initError: { errorType: 'Error', errorMessage: 'out of luck' } }]);
});

it('refuses an answer before there is an invocation, and one to another request', async () => {
  const given = await givenApi();
  expect((await given.send('POST', '/invocation/other/response', '{}')).status).toBe(400);
  await delivered(given);
  const refused = await given.send('POST', '/invocation/other/response', '{}');
  expect([refused.status, await refused.json()]).toEqual([
    400,
    { errorType: 'InvalidRequestID', errorMessage: 'other is not the invocation in flight' },
  ]);
  expect(given.told).toEqual(['ready']);
});

it('refuses to give another invocation before the one in flight is answered', async () => {
  const given = await givenApi();
  await delivered(given);
  const refused = await given.send('GET', '/invocation/next');
  expect([refused.status, await refused.json()]).toMatchObject([403, { errorType: 'InvalidStateTransition' }]);
  expect(given.told).toEqual(['ready']);
});

it('refuses a response above 6 MB, and tells that there was one', async () => {
  const given = await givenApi();
  await delivered(given);
  const large = Buffer.alloc(6_291_557, 'x').toString();
  const refused = await given.send('POST', `/invocation/${invocation.requestId}/response`, large);
  expect(refused.status).toBe(413);
  expect(given.told).toEqual(['ready', { response: null }]);
});

it('knows no other paths', async () => {
  const { send } = await givenApi();
  expect((await send('GET', '/invocation')).status).toBe(404);
  expect((await send('GET', '/invocation/one/response')).status).toBe(404);
});
