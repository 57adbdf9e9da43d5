import { describe, expect, it } from 'vitest';
import type { KafkaRecord, NewRecord } from '../../../lib/kafka/record.ts';
import { chaoticProducer } from '../../../lib/producer/chaos.ts';
import type { Producer } from '../../../lib/producer/producer.ts';
import type { PublishingChaos } from '../../../lib/settings/publishingChaos.ts';
import { parseSettings } from '../../../lib/settings/settings.ts';
import { record, text } from '../../contracts/broker/given.ts';

const quiet = { duplicate: 0, fail: 0, kill: 0, slowMs: 0, reorder: false, seed: 42 };

/** The records that reached the broker, in order, and the result of each call. */
async function publish(change: Partial<PublishingChaos>, calls = 200, name = 'users') {
  const reached: string[] = [];
  const broker: Producer = {
    publish: async (records: readonly NewRecord[]) => {
      reached.push(...records.map(({ value }) => text(value) ?? ''));
      return records.map((one, offset): KafkaRecord => ({ ...one, partition: 0, offset, timestamp: 0 }));
    },
    close: async () => undefined,
  };
  const producer = chaoticProducer(broker, { ...quiet, ...change }, name);
  const sends = Array.from({ length: calls }, (_, at) => producer.publish([record('orders', 'k', String(at))]));
  const outcomes = (await Promise.allSettled(sends)).map((one) =>
    one.status === 'fulfilled' ? 'sent' : one.reason.code,
  );
  return { reached, outcomes };
}

const countOf = (outcomes: readonly string[], wanted: string) => outcomes.filter((one) => one === wanted).length;
const inOrder = Array.from({ length: 200 }, (_, at) => String(at));

describe('chaos on publishing', () => {
  it('changes nothing where every chance is 0', async () => {
    const { reached, outcomes } = await publish({});
    expect(reached).toEqual(inOrder);
    expect(new Set(outcomes)).toEqual(new Set(['sent']));
  });

  it('duplicates: the same records arrive a second time, and the caller hears of one', async () => {
    const { reached, outcomes } = await publish({ duplicate: 0.2 });
    expect(new Set(outcomes)).toEqual(new Set(['sent']));
    expect(new Set(reached)).toEqual(new Set(inOrder));
    expect(reached.length).toBeGreaterThan(220);
    expect(reached.length).toBeLessThan(260);
  });

  it('fails: the broker is unavailable, and nothing arrived', async () => {
    const { reached, outcomes } = await publish({ fail: 0.2 });
    const failed = countOf(outcomes, 'BROKER_UNAVAILABLE');
    expect(failed).toBeGreaterThan(20);
    expect(failed).toBeLessThan(60);
    expect(reached).toHaveLength(200 - failed);
  });

  it('kills: the answer is lost, though all arrived', async () => {
    const { reached, outcomes } = await publish({ kill: 0.2 });
    expect(countOf(outcomes, 'TIMED_OUT')).toBeGreaterThan(20);
    expect(reached).toEqual(inOrder);
  });

  it('reorders calls, and loses none', async () => {
    const { reached } = await publish({ reorder: true });
    expect(reached).not.toEqual(inOrder);
    expect([...reached].sort()).toEqual([...inOrder].sort());
  });

  it('slows every call down', async () => {
    const startedAt = performance.now();
    await publish({ slowMs: 60 }, 1);
    expect(performance.now() - startedAt).toBeGreaterThan(55);
  });

  it('is the same for the same seed and producer, and another for another', async () => {
    const trouble = { duplicate: 0.1, fail: 0.1, kill: 0.1 };
    const [first, again, otherSeed, otherName] = await Promise.all([
      publish(trouble),
      publish(trouble),
      publish({ ...trouble, seed: 43 }),
      publish(trouble, 200, 'payments'),
    ]);
    expect(again).toEqual(first);
    expect(otherSeed.outcomes).not.toEqual(first.outcomes);
    expect(otherName.outcomes).not.toEqual(first.outcomes);
  });
});

describe('PUBLISH_CHAOS', () => {
  const parse = (text: string) =>
    parseSettings({
      ADAPTERS: 'local',
      DIGEST_SECRET: 'a secret of at least thirty-two characters',
      PUBLISH_CHAOS: text,
    });

  it('is JSON', () => {
    expect(parse(JSON.stringify(quiet)).settings.PUBLISH_CHAOS).toEqual(quiet);
  });

  it.each(['fail=0.1', '{"fail":1}'])('refuses %s, by its name', (text) => {
    expect(() => parse(text)).toThrow(/PUBLISH_CHAOS/);
  });
});
