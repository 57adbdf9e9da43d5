import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { answering, call, client, givenEnvironment } from './givenEnvironment.ts';

/** `T` is stopped. */
function stateOf(pid: number): string | undefined {
  return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })[0];
}

describe.runIf(client)('an execution environment', () => {
  it('answers what the bundle answers under AWS’s own client', async () => {
    const environment = await givenEnvironment(answering('return { got: event.n, at: new Date(0) };')).start();
    expect(await environment.invoke(call({ n: 1 }))).toBe('{"got":1,"at":"1970-01-01T00:00:00.000Z"}');
  });

  it('answers null where the handler answers nothing', async () => {
    const environment = await givenEnvironment(answering('')).start();
    expect(await environment.invoke(call())).toBe('null');
  });

  it('is used again: what the module holds is still there, and it starts only once', async () => {
    const counting = { module: 'let n = 0; export const handler = async () => [++n, process.pid];' };
    const environment = await givenEnvironment(counting).start();
    const answers = [await environment.invoke(call()), await environment.invoke(call())];
    expect(answers).toEqual([`[1,${environment.pid}]`, `[2,${environment.pid}]`]);
  });

  it('tells the handler what Lambda tells it', async () => {
    const { start } = givenEnvironment({
      ...answering('return { ...context, left: context.getRemainingTimeInMillis() };'),
      timeoutSeconds: 7,
    });
    const environment = await start();
    const asked = { ...call(), clientContext: '{"custom":{"replay":"true","by":"Иван"}}' };
    const { left, ...context } = JSON.parse(await environment.invoke(asked));
    expect(context).toMatchObject({
      awsRequestId: asked.requestId,
      functionName: 'shop-test-ship',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:shop-test-ship',
      clientContext: { custom: { replay: 'true', by: 'Иван' } },
    });
    expect(left).toBeGreaterThan(5_000);
    expect(left).toBeLessThanOrEqual(7_000);
  });

  it('has the heap that its memory setting leaves: nine tenths', async () => {
    const heap = 'return process.execArgv.find((flag) => flag.includes("old-space"));';
    const environment = await givenEnvironment({ ...answering(heap), memoryMb: 512 }).start();
    expect(await environment.invoke(call())).toBe('"--max-old-space-size=460"');
  });

  it('has nothing of this process’s environment', async () => {
    const environment = await givenEnvironment(answering('return process.env.HOME ?? null;')).start();
    expect(await environment.invoke(call())).toBe('null');
  });

  it('passes on what is printed', async () => {
    const { start, printed } = givenEnvironment(answering('console.log("out"); process.stderr.write("err\\n");'));
    await (await start()).invoke(call());
    await expect.poll(() => printed.join('\n')).toMatch(/\tINFO\tout/);
    expect(printed).toContain('err');
  });
});

describe.runIf(client)('between invocations an environment', () => {
  const ticking = { module: 'let n = 0; setInterval(() => n++, 5); export const handler = async () => n;' };

  it('is frozen: its timers stand still, until the next one', async () => {
    const environment = await givenEnvironment(ticking).start();
    const before = Number(await environment.invoke(call()));
    await expect.poll(() => stateOf(environment.pid)).toBe('T');
    await delay(500);
    expect(stateOf(environment.pid)).toBe('T');
    const after = Number(await environment.invoke(call()));
    // A hundred ticks, had it been awake.
    expect(after - before).toBeLessThan(50);
  });

  it('that is frozen can be ended', async () => {
    const environment = await givenEnvironment(ticking).start();
    await environment.invoke(call());
    await environment.end();
    expect(environment.isGone()).toBe(true);
  });
});
