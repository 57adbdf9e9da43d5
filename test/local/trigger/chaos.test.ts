import { expect, it } from 'vitest';
import type { MskEvent } from '../../../lib/msk/mskEvent.ts';
import { chaosText, parseChaos } from '../../../local/trigger/chaos.ts';
import { withChaos } from '../../../local/trigger/chaosDelivery.ts';
import { eventually, givenTrigger, mapping, provisioned } from './givenTrigger.ts';
import { inOrder, on } from './records.ts';

const quiet = { duplicate: 0, fail: 0, kill: 0, slowMs: 0, reorder: false, seed: 42 };

it('reads switches, and writes them so that they can be read again', () => {
  const text = 'duplicate=0.1,fail=0.05,kill=0.01,slow=200ms,reorder,seed=42';
  expect(parseChaos(text)).toEqual({ duplicate: 0.1, fail: 0.05, kill: 0.01, slowMs: 200, reorder: true, seed: 42 });
  expect(chaosText(parseChaos(text))).toBe(text);
});

it('draws a seed where none is given, and tells it', () => {
  expect(chaosText(parseChaos('fail=0.5', () => 7))).toBe('fail=0.5,seed=7');
});

it.each([
  ['often', 'there is no switch "often"; there are duplicate, fail, slow, kill, reorder and seed'],
  ['', 'there is no switch ""'],
  ['fail', 'fail expects a chance from 0 to below 1 such as fail=0.1, came undefined'],
  ['kill=1', 'kill expects a chance from 0 to below 1 such as kill=0.1, came 1'],
  ['duplicate=-0.1', 'duplicate expects a chance from 0 to below 1'],
  ['slow=200', 'slow expects milliseconds such as slow=200ms, came 200'],
  ['reorder=yes', 'reorder takes no value, came yes'],
  ['seed=x', 'seed expects a whole number below 2^32, came x'],
])('refuses switches that are none: %s', (text, sentence) => {
  expect(() => parseChaos(text)).toThrow(sentence);
});

const almostAlways = 0.999_999;

it('delivers a batch again after its success with duplicate, before it commits', async () => {
  const { broker, start, nextInvocation } = await givenTrigger({ chaos: { ...quiet, duplicate: almostAlways } });
  await broker.publish(inOrder('a'));
  const trigger = start(mapping());
  (await nextInvocation()).succeed();
  const again = await nextInvocation();
  expect(again.places).toEqual(['orders-0@0']);
  again.succeed();
  await trigger.stop();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 1 }]);
});

it('takes an answer for an error with fail, which counts as an attempt', async () => {
  const { broker, start, nextInvocation } = await givenTrigger({ chaos: { ...quiet, fail: almostAlways } });
  await broker.publish(inOrder('a'));
  const { mappings } = start(mapping({ ...provisioned, MaximumRetryAttempts: 1 }));
  (await nextInvocation()).succeed();
  (await nextInvocation()).succeed();
  const dropped = await eventually(
    () => mappings[0]?.counts().DroppedEventCount,
    (count) => count === 1,
  );
  expect(dropped).toBe(1);
});

it('loses the answer with kill, and reads the batch again from what is committed', async () => {
  const { broker, start, nextInvocation } = await givenTrigger({ chaos: { ...quiet, kill: almostAlways } });
  await broker.publish(inOrder('a', 'b'));
  // Not as after an error: that batch would be given up.
  start(mapping({ ...provisioned, BatchSize: 1, MaximumRetryAttempts: 0 }));
  for (let tries = 0; tries < 3; tries += 1) {
    const invocation = await nextInvocation();
    expect(invocation.places).toEqual(['orders-0@0']);
    invocation.succeed();
  }
  expect(await broker.committed('ship-orders', 'orders')).toEqual([]);
});

it('waits before each invocation with slow', async () => {
  const { broker, start, nextInvocation } = await givenTrigger({ chaos: { ...quiet, slowMs: 200 } });
  start(mapping());
  const publishedAt = performance.now();
  await broker.publish(inOrder('a'));
  await nextInvocation();
  expect(performance.now() - publishedAt).toBeGreaterThan(190);
});

it('lets partitions overtake each other with reorder, and never records of one', async () => {
  const { broker, start, nextInvocation } = await givenTrigger({ chaos: { ...quiet, reorder: true } });
  const orders = new Set<string>();
  start(mapping({ BatchSize: 3 }));
  for (let round = 0; round < 20; round += 1) {
    await broker.publish([on(0, 'a'), on(1, 'b'), on(2, 'c')]);
    const invocation = await nextInvocation();
    orders.add(Object.keys(invocation.event.records).join(' '));
    expect(invocation.places.map((place) => place.split('@')[1])).toEqual([`${round}`, `${round}`, `${round}`]);
    invocation.succeed();
  }
  expect(orders.size).toBeGreaterThan(3);
});

it('makes the same trouble with the same seed, whatever the other partitions do', async () => {
  const eventOf = (partition: number): MskEvent => ({
    eventSource: 'aws:kafka',
    records: { [`orders-${partition}`]: [] },
  });
  const trouble = async (seed: number, before: () => Promise<unknown>) => {
    const invoke = withChaos(async () => null, { ...quiet, fail: 0.5, seed });
    const outcomes: string[] = [];
    for (let at = 0; at < 40; at += 1) {
      await before();
      const outcome = invoke('ship', eventOf(0), 'id').then(
        () => 'ok',
        () => 'error',
      );
      await invoke('ship', eventOf(1), 'id').catch(() => undefined);
      outcomes.push(await outcome);
    }
    return outcomes.join(' ');
  };
  const nothing = async () => undefined;
  const first = await trouble(42, nothing);
  expect(await trouble(42, nothing)).toBe(first);
  expect(await trouble(43, nothing)).not.toBe(first);
  expect(new Set(first.split(' '))).toEqual(new Set(['ok', 'error']));
});
