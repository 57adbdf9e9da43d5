import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPool } from '../../../local/runtime/pool.ts';
import { answering, call, client, givenEnvironment } from './givenEnvironment.ts';

function givenPool(body: string, { limit = 3, idleMs = 60_000 } = {}) {
  const pool = createPool(givenEnvironment(answering(body)).start, { limit, idleMs });
  onTestFinished(() => pool.close());
  const pidOf = async (event: unknown = {}) => Number(await pool.invoke(call(event)));
  return { pool, pidOf };
}

const sleeping = 'await new Promise((done) => setTimeout(done, event.ms ?? 0)); return process.pid;';

describe.runIf(client)('the environments of a function', () => {
  it('are used again: calls one after the other have one process', async () => {
    const { pidOf } = givenPool(sleeping);
    const pids = [await pidOf(), await pidOf(), await pidOf()];
    expect(new Set(pids).size).toBe(1);
  });

  it('handle one invocation at a time each: calls at once have a process each', async () => {
    const { pidOf } = givenPool(sleeping);
    const pids = await Promise.all([pidOf({ ms: 200 }), pidOf({ ms: 200 }), pidOf({ ms: 200 })]);
    expect(new Set(pids).size).toBe(3);
    expect(pids).toContain(await pidOf());
  });

  it('are no more than the limit: above it the call is throttled, as Lambda names it', async () => {
    const { pool, pidOf } = givenPool(sleeping, { limit: 1 });
    const first = pidOf({ ms: 300 });
    const error: unknown = await pool.invoke(call()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'TooManyRequestsException' });
    await first;
    expect(await pidOf()).toBe(await first);
  });

  it('are replaced after a crash', async () => {
    const { pool, pidOf } = givenPool('if (event.crash) process.exit(1); return process.pid;');
    const before = await pidOf();
    await expect(pool.invoke(call({ crash: true }))).rejects.toThrow('Runtime exited with error: exit status 1');
    expect(await pidOf()).not.toBe(before);
  });

  it('that somebody killed while they were frozen are replaced, and no call fails', async () => {
    const { pidOf } = givenPool(sleeping);
    const before = await pidOf();
    process.kill(before, 'SIGKILL');
    await expect.poll(() => isAlive(before)).toBe(false);
    await delay(50);
    expect(await pidOf()).not.toBe(before);
  });

  it('that are not needed for long are ended', async () => {
    const { pidOf } = givenPool(sleeping, { idleMs: 50 });
    const pid = await pidOf();
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('end with the pool, frozen or busy', async () => {
    const { pool, pidOf } = givenPool(sleeping);
    const frozen = await pidOf();
    const busy = [pool.invoke(call({ ms: 60_000 })), pool.invoke(call({ ms: 60_000 }))];
    const outcomes = Promise.allSettled(busy);
    await delay(300);
    await pool.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(isAlive(frozen)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
