import { describe, expect, it } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { givenThreads } from './givenThreads.ts';

const thread = "const { threadId } = await import('node:worker_threads'); return threadId;";

describe('an invocation in a thread', () => {
  it('gets the event and the context, and answers what is left after JSON', async () => {
    const { invoke } = givenThreads({
      'jobs/tell': 'return { event, name: context.functionName, nothing: undefined };',
    });
    const answer = { event: { a: [1] }, name: 'tell' };
    expect(await invoke('jobs/tell', { a: [1], missing: undefined })).toEqual(answer);
  });

  it('answers null where the handler answers nothing', async () => {
    expect(await givenThreads({ 'jobs/quiet': '' }).invoke('jobs/quiet')).toBeNull();
  });

  it('throws what the handler throws: a fault with its code, a bug as a bug, with the stack of the function', async () => {
    const fault = JSON.stringify(new URL('../../../lib/errors/fault.ts', import.meta.url).href);
    const { invoke } = givenThreads({
      'jobs/refused': `const { Fault } = await import(${fault}); throw new Fault('HANDED_BACK', '3 records');`,
      'jobs/faulty': 'event.missing.field();',
    });
    const refused = await invoke('jobs/refused').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Fault);
    expect(refused).toMatchObject({
      code: 'HANDED_BACK',
      message: 'records of this batch go back to Lambda and come again: 3 records',
    });
    const faulty = await invoke('jobs/faulty').catch((error: unknown) => error);
    expect(faulty).toBeInstanceOf(TypeError);
    expect((faulty as Error).stack).toMatch(/jobs\/faulty\/handler\.ts:1:/);
  });

  it('shares its thread with all other functions', async () => {
    const { invoke } = givenThreads({ 'jobs/one': thread, 'http/two': thread });
    expect(await invoke('jobs/one')).toBe(await invoke('http/two'));
  });
});

describe('a function that harms its thread', () => {
  it('is named where it loops for ever; the others go on, and each that was hit has threads of its own then', async () => {
    const { invoke, lines } = givenThreads(
      { 'jobs/endless': 'for (;;);', 'jobs/waits': 'await new Promise(() => {});', 'jobs/other': thread },
      10,
    );
    const before = await invoke('jobs/other');
    const waits = invoke('jobs/waits').catch((error: Error) => error.message);
    const looped = await invoke('jobs/endless', { time: '2026-03-01T10:00:00Z' }).catch(
      (error: Error) => error.message,
    );
    expect(looped).toBe('endless: was held by waits or endless');
    expect(await waits).toBe('waits: was held by waits or endless');
    expect(await invoke('jobs/other')).not.toBe(before);
    const again = invoke('jobs/endless', { time: '2026-03-01T10:00:00Z' }).catch((error: Error) => error.message);
    expect(await invoke('jobs/other')).toEqual(expect.any(Number));
    expect(await again).toBe('endless timed out after 10 s');
    expect(lines).toEqual([
      {
        ...{ time: '1970-01-01T00:00:00.000Z', level: 'error', message: 'function.blocks' },
        function: 'waits or endless',
        underWay: 'waits an invocation; endless the run of 2026-03-01T10:00:00Z',
        effect: 'each runs in threads of its own from now on',
      },
      {
        ...{ time: '1970-01-01T00:00:00.000Z', level: 'error', message: 'function.timed-out' },
        ...{ function: 'endless', afterSeconds: 10, underWay: 'the run of 2026-03-01T10:00:00Z' },
        effect: 'the thread is ended',
      },
    ]);
  });

  it('leaves a request of another HTTP function to its end, and lets those that had not begun run elsewhere', async () => {
    const { invoke } = givenThreads({ 'http/endless': 'for (;;);', 'http/other': thread }, 10);
    const before = await invoke('http/other');
    const looped = invoke('http/endless').catch((error: Error) => error.message);
    const other = await invoke('http/other');
    expect(other).not.toBe(before);
    expect(await looped).toBe('endless timed out after 10 s');
  });

  it.each([
    ['a rejection that nobody awaits', 'void Promise.reject(new Error("nobody"));', 'function.unawaited', 'nobody'],
    ['an exception of a timer', 'setTimeout(() => { throw new Error("late") });', 'function.unawaited', 'late'],
    ['process.exit', 'process.exit(3);', 'function.ended', 'harm: called process.exit(3)'],
    [
      'more memory than there is',
      'const all: unknown[] = []; for (;;) { all.push(new Array(4e6).fill(all.length)); await new Promise(setImmediate); }',
      'function.ended',
      'harm: used more than 1024 MB of memory',
    ],
  ])('fails over %s and is named; the others go on', async (_what, body, message, error) => {
    const { invoke, lines } = givenThreads({
      'jobs/harm': `${body} await new Promise(() => {});`,
      'jobs/other': thread,
    });
    const before = await invoke('jobs/other');
    await expect(invoke('jobs/harm')).rejects.toThrow(error);
    expect(await invoke('jobs/other')).not.toBe(before);
    expect(lines).toMatchObject([{ level: 'error', message, function: 'harm' }]);
    await expect(invoke('jobs/harm')).rejects.toThrow(error);
  });

  it('that outlives its time-out is ended, also where it waits for nothing', async () => {
    const { invoke, lines } = givenThreads({ 'jobs/waits': 'await new Promise(() => {});' }, 0.3);
    await expect(invoke('jobs/waits')).rejects.toThrow('waits timed out after 0.3 s');
    expect(lines).toMatchObject([{ message: 'function.timed-out', function: 'waits', afterSeconds: 0.3 }]);
  });

  it('prints what it printed before it looped', async () => {
    const { threads, invoke } = givenThreads({
      'jobs/endless': 'for (let i = 0; i < 3; i++) console.error("x" + i); for (;;);',
    });
    const seen: string[] = [];
    const { write } = process.stderr;
    process.stderr.write = ((text: string) => seen.push(text) > 0) as typeof write;
    try {
      await invoke('jobs/endless').catch(() => undefined);
    } finally {
      process.stderr.write = write;
    }
    expect(seen.join('')).toBe('x0\nx1\nx2\n');
    await threads.close();
  });
});
