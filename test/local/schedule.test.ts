import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cron, every } from '../../lib/declare/schedule.ts';
import { createLog } from '../../lib/observability/log.ts';
import { scheduledEvent, startSchedule } from '../../local/schedule.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const now = () => Date.now();
const silent = { log: createLog({ level: 'silent', format: 'json', now }), now };

it('runs each task at the start, and then in its own turn', async () => {
  const runs: string[] = [];
  const task = (name: string, minutes: number) => ({
    name,
    schedule: every(minutes),
    run: async () => runs.push(name),
  });
  const schedule = startSchedule([task('a', 1), task('b', 2)], silent);
  expect(runs).toEqual(['a', 'b']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs).toEqual(['a', 'b', 'a']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs.toSorted()).toEqual(['a', 'a', 'a', 'b', 'b']);
  await schedule.stop();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(runs).toHaveLength(5);
});

it('does not start a task a second time while it runs, and waits for it at the stop', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let runs = 0;
  const run = async () => {
    runs += 1;
    await promise;
  };
  const schedule = startSchedule([{ name: 'slow', schedule: every(1), run }], silent);
  await vi.advanceTimersByTimeAsync(180_000);
  expect(runs).toBe(1);
  let isStopped = false;
  const stopped = schedule.stop().then(() => {
    isStopped = true;
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(isStopped).toBe(false);
  resolve();
  await stopped;
});

it('runs a task that is woken between its turns, and once only', async () => {
  const runs: string[] = [];
  const task = (name: string) => ({ name, schedule: every(1), run: async () => runs.push(name) });
  const schedule = startSchedule([task('a'), task('b')], silent);
  await vi.advanceTimersByTimeAsync(1_000);
  schedule.wake('b');
  schedule.wake('b');
  schedule.wake('nobody');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(runs).toEqual(['a', 'b', 'b']);
  await schedule.stop();
});

it('logs a task that fails, and runs it again in its turn', async () => {
  const lines: string[] = [];
  const log = createLog({ level: 'warn', format: 'json', now: Date.now }, {}, (line) => lines.push(line));
  const run = () => Promise.reject(new Error('no'));
  const schedule = startSchedule([{ name: 'broken', schedule: every(1), run }], { log, now });
  await vi.advanceTimersByTimeAsync(60_000);
  await schedule.stop();
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', message: 'task.failed', task: 'broken' });
});

describe('a task of a cron expression', () => {
  const started = (fields: string) => {
    const times: string[] = [];
    const run = async () => times.push(new Date(now()).toISOString());
    return { times, schedule: startSchedule([{ name: 'nightly', schedule: cron(fields), run }], silent) };
  };

  it('runs at its times by the clock, and not at the start', async () => {
    vi.setSystemTime('2026-11-30T01:59:30Z');
    const { times, schedule } = started('0 2,14 * * ? *');
    await vi.advanceTimersByTimeAsync(29_000);
    expect(times).toEqual([]);
    await vi.advanceTimersByTimeAsync(36 * 3_600_000);
    expect(times).toEqual(['2026-11-30T02:00:00.000Z', '2026-11-30T14:00:00.000Z', '2026-12-01T02:00:00.000Z']);
    await schedule.stop();
    await vi.advanceTimersByTimeAsync(36 * 3_600_000);
    expect(times).toHaveLength(3);
  });

  it('runs once for the times that the machine slept through', async () => {
    vi.setSystemTime('2026-11-30T01:00:00Z');
    const { times, schedule } = started('0/10 2 * * ? *');
    vi.setSystemTime('2026-11-30T05:00:30Z');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(times).toEqual(['2026-11-30T05:01:30.000Z']);
    await vi.advanceTimersByTimeAsync(22 * 3_600_000);
    expect(times.slice(1, 3)).toEqual(['2026-12-01T02:00:00.000Z', '2026-12-01T02:10:00.000Z']);
    await schedule.stop();
  });

  it('never runs where its years are over', async () => {
    vi.setSystemTime('2026-11-30T00:00:00Z');
    const { times, schedule } = started('0 2 * * ? 2025');
    await vi.advanceTimersByTimeAsync(48 * 3_600_000);
    expect(times).toEqual([]);
    await schedule.stop();
  });
});

it('gives jobs the event of a schedule', () => {
  expect(scheduledEvent('1', new Date('2026-11-21T08:00:00Z'))).toMatchObject({
    id: '1',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    time: '2026-11-21T08:00:00.000Z',
  });
});

it('runs a task again soon when its answer asks for that, and no more once it is stopped', async () => {
  let runs = 0;
  const run = async () => ++runs;
  const schedule = startSchedule([{ name: 'a', schedule: every(1), run, isAgain: (answer) => answer !== 3 }], silent);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(runs).toBe(3);
  await vi.advanceTimersByTimeAsync(30_400);
  expect(runs).toBe(4);
  await schedule.stop();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(runs).toBe(4);
});

it('starts a task no more that it is to leave, whoever wakes it', async () => {
  let runs = 0;
  const schedule = startSchedule([{ name: 'a', schedule: every(1), run: async () => ++runs }], silent);
  schedule.leave('a');
  schedule.wake('a');
  await vi.advanceTimersByTimeAsync(180_000);
  expect(runs).toBe(1);
  await schedule.stop();
});
