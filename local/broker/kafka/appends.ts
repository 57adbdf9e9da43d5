/** Tells listeners about appends: a long poll at the end of every partition, a connection for each broker that leads any. */
import { setTimeout as delay } from 'node:timers/promises';
import { type ConnectionPool, fetchV12, type Broker as Node } from '@platformatic/kafka';
import { type Cluster, openPool } from './cluster.ts';
import type { Offsets } from './offsets.ts';

/** How long a broker may hold its answer when there is no news; topics that came meanwhile are looked at then. */
const holdMs = 1_000;
/** Enough to be told of news, not to read them. */
const peekBytes = 1;
/** After a poll that failed: the broker is away. */
const pauseMs = 250;

interface Ends {
  leader: Node;
  /** Topic → partition → the next offset to be given away. */
  topics: Map<string, Map<number, bigint>>;
}

export function openAppendWatch(cluster: Cluster, offsets: Offsets) {
  const listeners = new Set<() => void>();
  let watching: AbortController | undefined;
  const announce = () => {
    for (const listener of listeners) listener();
  };
  const stop = () => {
    watching?.abort();
    watching = undefined;
  };
  return {
    listen(listener: () => void): () => void {
      listeners.add(listener);
      if (!watching) {
        watching = new AbortController();
        void watch({ cluster, offsets, announce, signal: watching.signal });
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    stop() {
      listeners.clear();
      stop();
    },
  };
}

interface Watch {
  cluster: Cluster;
  offsets: Offsets;
  announce: () => void;
  signal: AbortSignal;
}

async function watch({ cluster, offsets, announce, signal }: Watch): Promise<void> {
  const pool = openPool('local-stack-watch');
  signal.addEventListener('abort', () => void pool.close().catch(() => undefined), { once: true });
  // Until a poll brought no news: then topics may have come, or leaders changed.
  const pollWhileNews = async (ends: Ends) => {
    while (!signal.aborted && (await poll(ends, pool))) announce();
  };
  while (!signal.aborted) {
    try {
      const leaders = await endsByLeader(cluster, offsets);
      // Records that came before the ends were known are announced, too.
      announce();
      await Promise.all(leaders.map(pollWhileNews));
      if (leaders.length === 0) await delay(pauseMs);
    } catch {
      // Whoever reads now finds the broker away, and tells.
      announce();
      await delay(pauseMs);
    }
  }
}

/** true when something was appended. Moves the ends on. */
async function poll({ leader, topics }: Ends, pool: ConnectionPool): Promise<boolean> {
  const limits = { currentLeaderEpoch: -1, lastFetchedEpoch: -1, partitionMaxBytes: peekBytes };
  const wanted = [...topics].map(([topicId, partitions]) => ({
    topicId,
    partitions: [...partitions].map(([partition, fetchOffset]) => ({ partition, fetchOffset, ...limits })),
  }));
  const connection = await pool.get(leader);
  const { responses } = await fetchV12.api.async(connection, holdMs, 1, peekBytes, 0, 0, -1, wanted, [], '');
  let hasNews = false;
  for (const { topicId, partitions } of responses) {
    for (const { partitionIndex, highWatermark } of partitions) {
      const known = topics.get(topicId);
      if ((known?.get(partitionIndex) ?? 0n) >= highWatermark) continue;
      known?.set(partitionIndex, highWatermark);
      hasNews = true;
    }
  }
  return hasNews;
}

async function endsByLeader(cluster: Cluster, offsets: Offsets): Promise<Ends[]> {
  const { topics } = await cluster.refresh();
  const bounds = await offsets.bounds([...topics.keys()]);
  const found = new Map<string, Ends>();
  for (const { name, leaders } of topics.values()) {
    for (const [partition, leader] of leaders.entries()) {
      if (!leader) continue;
      const address = `${leader.host}:${leader.port}`;
      const ends = found.get(address) ?? { leader, topics: new Map() };
      found.set(address, ends);
      const known = ends.topics.get(name) ?? new Map<number, bigint>();
      ends.topics.set(name, known.set(partition, BigInt(bounds.get(name)?.[partition]?.end ?? 0)));
    }
  }
  return [...found.values()];
}
