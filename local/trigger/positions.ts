/** Where a group goes on in each partition: after its commit, else at the mapping's starting position. */
import type { GroupOffset, PartitionBounds } from '../broker/broker.ts';
import type { MappingSettings, Surroundings } from './settings.ts';

/** By partition, the next offset to read. */
export type Positions = Map<number, number>;

/** "Lambda ignores the starting position when the group has committed offsets": https://docs.aws.amazon.com/lambda/latest/dg/kafka-consumer-group-id.html */
export async function openPositions(settings: MappingSettings, broker: Surroundings['broker']): Promise<Positions> {
  const { group, topic, knobs } = settings;
  const committed = new Map((await broker.committed(group, topic)).map(({ partition, offset }) => [partition, offset]));
  const begun: GroupOffset[] = [];
  const positions: Positions = new Map();
  for (const bounds of await broker.offsets(topic)) {
    const { partition } = bounds;
    const offset = committed.get(partition) ?? (await beginning(settings, bounds, broker));
    positions.set(partition, offset);
    if (!committed.has(partition)) begun.push({ partition, offset });
  }
  // TRIM_HORIZON finds its beginning again at any time.
  if (knobs.commitStart && settings.start.at !== 'TRIM_HORIZON' && begun.length > 0)
    await broker.commit(group, topic, begun);
  return positions;
}

async function beginning(
  { topic, start }: MappingSettings,
  { partition, start: first, end }: PartitionBounds,
  broker: Surroundings['broker'],
): Promise<number> {
  switch (start.at) {
    case 'TRIM_HORIZON':
      return first;
    case 'LATEST':
      return end;
    case 'AT_TIMESTAMP':
      return await broker.offsetAt(topic, partition, start.timestampMs);
    default:
      return start satisfies never;
  }
}
