import { expect, it } from 'vitest';
import { jobConfig } from '../../lib/declare/jobConfig.ts';
import { every } from '../../lib/declare/schedule.ts';
import { invoke } from '../../local/invoke.ts';
import type { Handler } from '../../local/lambdaContext.ts';

function functionOf(handler: Handler, timeoutSeconds = 5) {
  const config = jobConfig({ name: 'tidy', schedule: every(1), uses: [], timeoutSeconds });
  return { config, load: async () => handler };
}

it('hands over what is left after JSON, and answers what is left after JSON', async () => {
  const seen: unknown[] = [];
  const fn = functionOf((event) => {
    seen.push(event);
    return { at: new Date(0), nothing: undefined };
  });
  const event = { bytes: [1], missing: undefined, when: new Date(0) };
  expect(await invoke(fn, event)).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  expect(seen).toEqual([{ bytes: [1], when: '1970-01-01T00:00:00.000Z' }]);
});

it('keeps the caller’s event apart from what the handler does to it', async () => {
  const event = { list: [1] };
  await invoke(
    functionOf((mine) => (mine as typeof event).list.push(2)),
    event,
  );
  expect(event).toEqual({ list: [1] });
});

it('answers null where the handler answers nothing', async () => {
  expect(
    await invoke(
      functionOf(() => undefined),
      {},
    ),
  ).toBeNull();
});

it('tells the handler what Lambda tells it', async () => {
  const { getRemainingTimeInMillis, ...context } = await new Promise<Parameters<Handler>[1]>((resolve) => {
    void invoke(
      functionOf((_event, given) => resolve(given)),
      {},
      'request-1',
    );
  });
  expect(context).toMatchObject({
    awsRequestId: 'request-1',
    functionName: 'tidy',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:tidy',
    logGroupName: '/aws/lambda/tidy',
  });
  expect(getRemainingTimeInMillis()).toBeGreaterThan(4_000);
  expect(getRemainingTimeInMillis()).toBeLessThanOrEqual(5_000);
});

it('ends an invocation that takes too long', async () => {
  const endless = functionOf(() => new Promise(() => undefined), 0.05);
  await expect(invoke(endless, {})).rejects.toThrow('Task timed out after 0.05 seconds');
});

it('throws what the handler throws', async () => {
  const broken = functionOf(() => {
    throw new Error('inside');
  });
  await expect(invoke(broken, {})).rejects.toThrow('inside');
});
