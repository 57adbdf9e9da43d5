import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { call, givenEnvironment } from './givenEnvironment.ts';

/** `T` is stopped. */
function stateOf(pid: number): string | undefined {
  return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })[0];
}

const answering = (body: string) => ({ module: `export const handler = async (event, context) => { ${body} };` });

describe('an execution environment', () => {
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
    const asked = { ...call(), clientContext: '{"custom":{"replay":"true"}}' };
    const { left, ...context } = JSON.parse(await environment.invoke(asked));
    expect(context).toMatchObject({
      awsRequestId: asked.requestId,
      functionName: 'shop-test-ship',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:shop-test-ship',
      clientContext: { custom: { replay: 'true' } },
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

describe('between invocations an environment', () => {
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

describe('a function that fails', () => {
  it('throws its error, and stays', async () => {
    const failing = answering('if (event.fail) throw new TypeError("inside"); return "well";');
    const environment = await givenEnvironment(failing).start();
    const error: unknown = await environment.invoke(call({ fail: true })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'TypeError', message: 'inside' });
    expect(await environment.invoke(call())).toBe('"well"');
  });

  it('has its fault’s code again, as in this process', async () => {
    const message = 'records of this batch go back to Lambda and come again: ship: 3 of them';
    const fault = answering(`throw Object.assign(new Error(${JSON.stringify(message)}), { name: 'Fault' });`);
    const environment = await givenEnvironment(fault).start();
    const error: unknown = await environment.invoke(call()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Fault);
    expect(error).toMatchObject({ code: 'HANDED_BACK', message });
  });

  it('answers more than Lambda takes: an error that says so', async () => {
    const environment = await givenEnvironment(answering('return "x".repeat(6_291_556);')).start();
    await expect(environment.invoke(call())).rejects.toThrow('maximum allowed payload size (6291556 bytes)');
  });

  it('is killed at its time-out, and its environment is gone', async () => {
    const endless = { module: 'export const handler = async () => { for (;;); };', timeoutSeconds: 0.4 };
    const environment = await givenEnvironment(endless).start();
    await expect(environment.invoke(call())).rejects.toThrow('Task timed out after 0.40 seconds');
    expect(environment.isGone()).toBe(true);
    await environment.end();
    expect(() => process.kill(environment.pid, 0)).toThrow('ESRCH');
  });

  it.each([
    ['ends its process', 'process.exit(7)', 'exit status 7'],
    ['is killed', 'process.kill(process.pid, "SIGKILL"); await new Promise(() => undefined)', 'signal: killed'],
  ])('%s: the caller is told', async (_, body, how) => {
    const environment = await givenEnvironment(answering(`${body};`)).start();
    const asked = call();
    const error: unknown = await environment.invoke(asked).catch((thrown: unknown) => thrown);
    const message = `RequestId: ${asked.requestId} Error: Runtime exited with error: ${how}`;
    expect(error).toMatchObject({ name: 'Runtime.ExitError', message });
    expect(environment.isGone()).toBe(true);
  });

  it('uses more memory than it has: the caller is told', async () => {
    const greedy = answering('const all = []; for (;;) all.push(new Array(10_000).fill({}));');
    const environment = await givenEnvironment({ ...greedy, memoryMb: 64 }).start();
    await expect(environment.invoke(call())).rejects.toThrow('Runtime exited with error: signal: aborted');
  }, 60_000);
});

describe('a function that can’t start', () => {
  it.each([
    ['lacks a module', 'import "./nowhere.mjs";', /^Error: Cannot find module '.*nowhere\.mjs' imported from /],
    ['exports no handler', 'export const other = 1;', /^Runtime\.HandlerNotFound: index\.handler is undefined/],
    ['throws', 'throw new Error("no luck");', /^Error: no luck$/],
    ['ends', 'process.exit(3);', /^Runtime\.ExitError: Runtime exited with error: exit status 3$/],
  ])('because it %s says so in one sentence, in the log and to the caller', async (_, module, sentence) => {
    const { start, logged } = givenEnvironment({ module });
    const environment = await start();
    const error = (await environment.invoke(call()).catch((thrown: unknown) => thrown)) as Error;
    expect(`${error.name}: ${error.message}`).toMatch(sentence);
    expect(environment.isGone()).toBe(true);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/error environment\.not-started function=ship error=/);
  });

  it('in time is killed', async () => {
    const { start } = givenEnvironment({
      module: 'await new Promise(() => setInterval(() => 0, 1e6));',
      initLimitMs: 600,
    });
    const environment = await start();
    await expect(environment.invoke(call())).rejects.toThrow('Task timed out after 0.60 seconds');
    expect(environment.isGone()).toBe(true);
  });
});
