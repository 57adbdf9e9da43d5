import { ProtocolError } from '@platformatic/kafka';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import type { Cluster } from '../../../local/broker/kafka/cluster.ts';
import { kafkaFault } from '../../../local/broker/kafka/faults.ts';
import { persistently } from '../../../local/broker/kafka/patience.ts';
import { openTopics } from '../../../local/broker/kafka/topics.ts';
import { topicSettings } from '../../contracts/broker/given.ts';

const said = (name: string) => kafkaFault(new ProtocolError(name as never), 'Kafka at 127.0.0.1:9092');

/** Answers `name` for so long, and then what was asked for. */
function answersAfter(ms: number, name: string) {
  const from = performance.now() + ms;
  return async () => {
    if (performance.now() < from) throw said(name);
    return new Map();
  };
}

describe('a Kafka that is busy with its start', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const led = { topics: new Map([['orders', { name: 'orders', leaders: [{ host: '127.0.0.1', port: 9092 }] }]]) };
  const starting = (view: typeof led, bounds: () => Promise<never>) => {
    const cluster = { refresh: async () => view, view: async () => view } as unknown as Cluster;
    return openTopics(cluster, { bounds, at: async () => [] }, false);
  };
  const wanted = [{ ...topicSettings('orders'), partitions: 1 }];

  it.each(['NOT_LEADER_OR_FOLLOWER', 'LEADER_NOT_AVAILABLE', 'UNKNOWN_TOPIC_OR_PARTITION'])(
    'may say %s for most of a minute',
    async (name) => {
      const created = starting(led, answersAfter(50_000, name) as () => Promise<never>).create(wanted);
      await vi.advanceTimersByTimeAsync(50_100);
      await expect(created).resolves.toBeUndefined();
    },
  );

  it('is given up after a minute, by the name that it said', async () => {
    const created = starting(led, answersAfter(90_000, 'NOT_LEADER_OR_FOLLOWER') as () => Promise<never>).create(
      wanted,
    );
    const refused = expect(created).rejects.toMatchObject({
      message: expect.stringContaining('NOT_LEADER_OR_FOLLOWER'),
    });
    await vi.advanceTimersByTimeAsync(61_000);
    await refused;
  });

  it('and has no leader for a topic in a minute is told by that topic’s name', async () => {
    const leaderless = { topics: new Map([['orders', { name: 'orders', leaders: [undefined as never] }]]) };
    const created = starting(leaderless, answersAfter(0, '') as () => Promise<never>).create(wanted);
    const refused = expect(created).rejects.toMatchObject({
      code: 'TOPIC_UNAVAILABLE',
      message: expect.stringContaining('no leader after 60 s: orders'),
    });
    await vi.advanceTimersByTimeAsync(61_000);
    await refused;
  });

  it('is waited for 8 s where somebody waits for an answer', async () => {
    const asked = persistently(answersAfter(7_000, 'NOT_COORDINATOR'));
    await vi.advanceTimersByTimeAsync(7_100);
    await expect(asked).resolves.toEqual(new Map());
    const refused = expect(persistently(answersAfter(20_000, 'NOT_COORDINATOR'))).rejects.toThrow('NOT_COORDINATOR');
    await vi.advanceTimersByTimeAsync(8_100);
    await refused;
  });

  it('what will not pass is told at once', async () => {
    await expect(persistently(() => Promise.reject(said('TOPIC_AUTHORIZATION_FAILED')))).rejects.toMatchObject({
      code: 'NOT_AUTHORISED',
    });
    await expect(persistently(() => Promise.reject(new Fault('UNKNOWN_TOPIC', 'orders')))).rejects.toThrow('orders');
  });
});
