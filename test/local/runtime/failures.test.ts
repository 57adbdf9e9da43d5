import { describe, expect, it } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { answering, call, client, givenEnvironment } from './givenEnvironment.ts';

describe.runIf(client)('a function that fails', () => {
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

describe.runIf(client)('a function that can’t start', () => {
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
    expect(logged[0]).toMatch(/^\S+ error ship +environment\.not-started\n {4}\S/);
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
