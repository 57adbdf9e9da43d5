import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it, onTestFinished } from 'vitest';
import { invokeLater } from '../../../lib/invoke/invokeLater.ts';
import { createLog } from '../../../lib/observability/log.ts';
import { startLambdaApi } from '../../../local/runtime/lambdaApi.ts';

/** One function, `shop-relay`, that fails when it is asked to. */
async function givenLambda() {
  const called: unknown[] = [];
  const logged: string[] = [];
  const api = await startLambdaApi({
    log: createLog({ level: 'info', format: 'text', now: Date.now }, {}, (line) => void logged.push(line)),
    find: (name) =>
      name === 'shop-relay'
        ? async (event) => {
            called.push(event);
            if ((event as { fail?: boolean }).fail) throw new TypeError('inside');
            return { sent: 3 };
          }
        : undefined,
  });
  onTestFinished(() => api.close(0));
  const where = { endpoint: api.url, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  const client = new LambdaClient({ ...where, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  const call = (FunctionName: string, event: unknown, more = {}) =>
    client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...more }));
  return { call, called, logged, where };
}

it('starts the function that a function wakes', async () => {
  const { where, called } = await givenLambda();
  await invokeLater('shop-relay', where);
  await expect.poll(() => called).toEqual([{}]);
});

it('answers what the function answers', async () => {
  const { call } = await givenLambda();
  const { StatusCode, FunctionError, Payload } = await call('shop-relay', { n: 1 });
  expect([StatusCode, FunctionError, Payload?.transformToString()]).toEqual([200, undefined, '{"sent":3}']);
});

it('answers the error of a function that fails', async () => {
  const { call } = await givenLambda();
  const { FunctionError, Payload } = await call('shop-relay', { fail: true });
  expect(FunctionError).toBe('Unhandled');
  expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({ errorType: 'TypeError', errorMessage: 'inside' });
});

it('logs the failure of one that nobody waits for', async () => {
  const { call, logged } = await givenLambda();
  await call('shop-relay', { fail: true }, { InvocationType: 'Event' });
  await expect.poll(() => logged.join()).toMatch(/warn {2}shop-relay +call\.failed\n.*inside/);
});

it('knows no other function', async () => {
  const { call } = await givenLambda();
  await expect(call('shop-other', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
