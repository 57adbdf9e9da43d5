/** How far each consumer group is on each partition. */
import type { Broker, GroupPosition } from '../broker/broker.ts';
import type { Sources } from './sources.ts';

/**
 * By group, topic and partition. A group of the stack that has not committed on a partition yet stands at its log start,
 * where it will begin; the broker itself knows only those that have committed.
 */
export async function groupPositions({ broker, groups }: Pick<Sources, 'broker' | 'groups'>): Promise<GroupPosition[]> {
  const committed = await broker.groups();
  const known = new Set(committed.map(positionKey));
  const attached = await Promise.all(groups.map(({ group, topic }) => beginnings(group, topic, broker)));
  const positions = [...committed, ...attached.flat().filter((position) => !known.has(positionKey(position)))];
  return positions.sort((a, b) => compare(a.group, b.group) || compare(a.topic, b.topic) || a.partition - b.partition);
}

async function beginnings(group: string, topic: string, broker: Broker): Promise<GroupPosition[]> {
  const bounds = await broker.offsets(topic);
  return bounds.map(({ partition, start, end }) => ({
    group,
    topic,
    partition,
    committed: start,
    end,
    lag: end - start,
  }));
}

function positionKey({ group, topic, partition }: GroupPosition): string {
  return JSON.stringify([group, topic, partition]);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
