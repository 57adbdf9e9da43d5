import { describe, expect, it, onTestFinished } from 'vitest';
import type { InvokeFunction } from '../../../lib/invoke/invoke.ts';
import { outcomeOf } from '../../../lib/invoke/invoke.ts';
import { lambdaInvoke } from '../../../lib/invoke/lambdaInvoke.ts';
import { functionWanted, stackInvoke, type WantedCall } from '../../../lib/invoke/stackInvoke.ts';
import { createLog } from '../../../lib/observability/log.ts';
import { startLambdaApi } from '../../../local/runtime/lambdaApi.ts';

type Call = (event: unknown, clientContext: unknown) => Promise<unknown>;

/** One function, `pay`, under the port as it stands on AWS and in the local stack. */
const adapters: Record<string, (call: Call) => Promise<InvokeFunction>> = {
  Lambda: async (call) => {
    const api = await startLambdaApi({
      log: createLog({ level: 'silent', format: 'text', now: Date.now }),
      find: (name) => (name === 'shop-pay' ? (event, _, context) => call(event, context) : undefined),
    });
    onTestFinished(() => api.close(0));
    const where = { endpoint: api.url, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
    return lambdaInvoke((name) => `shop-${name}`, where);
  },
  'the local stack': async (call) => {
    const listen = (wanted: unknown) => {
      const { name, event, clientContext } = wanted as WantedCall;
      if (name === 'pay') Object.assign(wanted as WantedCall, { answer: call(event, clientContext) });
    };
    functionWanted.subscribe(listen);
    onTestFinished(() => void functionWanted.unsubscribe(listen));
    return stackInvoke;
  },
};

const handedBack = Object.assign(new Error('records of this batch go back to Lambda and come again: pay: 1 of them'), {
  name: 'Fault',
});
const timedOut = new Error('Task timed out after 60.00 seconds');

describe.each(Object.entries(adapters))('invoking through %s', (_, open) => {
  const { signal } = new AbortController();
  const callOf = (name: string) => ({
    name,
    event: { n: 1 },
    clientContext: { custom: { replay: 'true', ü: 'ß' } },
    signal,
  });

  it('hands over the event and the client context, and waits for the answer', async () => {
    const called: unknown[] = [];
    const invoke = await open(async (...given) => void called.push(given));
    expect(await invoke(callOf('pay'))).toEqual({ kind: 'answered' });
    expect(called).toEqual([[{ n: 1 }, { custom: { replay: 'true', ü: 'ß' } }]]);
  });

  it.each([
    ['what is handed back', handedBack, 'handed-back'],
    ['a process that ended', timedOut, 'ended'],
  ] as const)('tells %s', async (_what, error, kind) => {
    const invoke = await open(() => Promise.reject(error));
    expect(await invoke(callOf('pay'))).toEqual({ kind, error: error.message });
  });

  it('names a function that is not there', async () => {
    const invoke = await open(async () => undefined);
    await expect(invoke(callOf('refund'))).rejects.toMatchObject({ code: 'FUNCTION_MISSING' });
  });
});

describe('an error of a function', () => {
  it.each([
    [
      { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: 1 Error: Runtime exited with error: exit status 1' },
      'ended',
    ],
    [{ errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: 1 Error: Task timed out after 3.00 seconds' }, 'ended'],
    [{ errorMessage: '2026-11-21T08:00:00.000Z 1 Task timed out after 3.00 seconds' }, 'ended'],
    [{ errorType: 'Runtime.OutOfMemory', errorMessage: 'RequestId: 1 Error: Runtime exited' }, 'ended'],
    [{ errorType: 'Runtime.ImportModuleError', errorMessage: "Error: Cannot find module 'x'" }, 'handed-back'],
    [{ errorType: 'Fault', errorMessage: 'our own store does not answer: marks' }, 'handed-back'],
    [{}, 'handed-back'],
  ])('%j says %s', (error, kind) => {
    expect(outcomeOf(error).kind).toBe(kind);
  });
});
