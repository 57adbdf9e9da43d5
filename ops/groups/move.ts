/** `ops groups copy` and `reset`: a group without members goes on elsewhere. */
import type { AdminConnection } from '../../lib/kafkaAdmin/admin.ts';
import { partitionBounds } from '../../lib/kafkaAdmin/bounds.ts';
import { commitOffsets, groupPartitions, groupState, hasMembers, offsetsAt } from '../../lib/kafkaAdmin/groups.ts';
import { UsageError } from '../../local/usageError.ts';
import { onCluster } from '../kafka/target.ts';
import type { GroupAsked } from './values.ts';

interface Move {
  partition: number;
  /** null: it has committed nothing. */
  from: number | null;
  to: number;
}

export async function copyGroup(names: readonly string[], asked: GroupAsked): Promise<number> {
  const [source, target, ...more] = names;
  if (source === undefined || target === undefined || more.length > 0 || source === target)
    throw new UsageError('Expected two groups, SOURCE and TARGET. See npm run ops -- groups --help.');
  const { 'while-source-runs': sourceMayRun, overwrite } = asked.values;
  const topic = neededTopic(asked);
  return await moveOn(target, topic, asked, async (connection) => {
    await refuseMissing(source, connection);
    if (!sourceMayRun) await refuseActive(source, connection);
    const own = await groupPartitions(target, connection, [topic]);
    const has = own.filter(({ committed }) => committed !== null);
    if (has.length > 0 && !overwrite)
      throw new UsageError(
        `${target} has offsets on ${topic} already: see groups describe, and copy with --overwrite.`,
      );
    const copied = await groupPartitions(source, connection, [topic]);
    const moves = copied.flatMap(({ partition, committed: to }): Move[] => {
      return to === null ? [] : [{ partition, from: own[partition]?.committed ?? null, to }];
    });
    if (moves.length > 0) return moves;
    throw new UsageError(`${source} has committed nothing on ${topic}: there is nothing to copy.`);
  });
}

export async function resetGroup(names: readonly string[], asked: GroupAsked): Promise<number> {
  const [group, ...more] = names;
  if (group === undefined || more.length > 0)
    throw new UsageError('Expected one group. See npm run ops -- groups --help.');
  const topic = neededTopic(asked);
  const { to = '' } = asked.values;
  return await moveOn(group, topic, asked, async (connection) => {
    const places = await placesAt(to, topic, connection);
    const own = await groupPartitions(group, connection, [topic]);
    return places.map(({ partition, offset }) => ({ partition, from: own[partition]?.committed ?? null, to: offset }));
  });
}

async function placesAt(to: string, topic: string, connection: AdminConnection) {
  const bounds = await partitionBounds(topic, connection);
  if (to === 'beginning') return bounds.map(({ partition, start: offset }) => ({ partition, offset }));
  if (to === 'end') return bounds.map(({ partition, end: offset }) => ({ partition, offset }));
  const timeMs = Date.parse(to);
  if (Number.isNaN(timeMs))
    throw new UsageError(`--to is beginning, end or a time (ISO 8601); came ${to || 'nothing'}.`);
  return await offsetsAt(topic, timeMs, connection);
}

function neededTopic({ values: { topic } }: GroupAsked): string {
  if (topic) return topic;
  throw new UsageError('Name the topic with --topic.');
}

/** Plans, and with --apply commits and reads back what was committed. */
async function moveOn(
  group: string,
  topic: string,
  { target, values, print }: GroupAsked,
  plan: (connection: AdminConnection) => Promise<Move[]>,
): Promise<number> {
  if (target.kind === 'embedded')
    throw new UsageError(
      'The embedded log has groups to look at only; move groups on a Kafka: npm start -- --broker kafka.',
    );
  const partitions = await onCluster(target, values, async (connection) => {
    await refuseActive(group, connection);
    const moves = await plan(connection);
    if (!values.apply) return moves;
    const offsets = moves.map(({ partition, to: offset }) => ({ partition, offset }));
    await commitOffsets(group, topic, offsets, connection);
    const now = await groupPartitions(group, connection, [topic]);
    const wrong = offsets.find(({ partition, offset }) => now[partition]?.committed !== offset);
    if (wrong) throw new UsageError(`${group} was not moved on ${topic}-${wrong.partition}: run it again.`);
    return moves;
  });
  const lines = partitions.map(
    ({ partition, from, to }) => `${topic}-${partition}: from ${from ?? 'nothing'} to ${to}`,
  );
  const said = values.apply ? `${group} goes on here:` : `${group} would go on here; --apply does it:`;
  print(
    values.json ? JSON.stringify({ group, topic, applied: values.apply, partitions }) : [said, ...lines].join('\n'),
  );
  return 0;
}

async function refuseActive(group: string, connection: AdminConnection): Promise<void> {
  const state = await groupState(group, connection);
  if (!hasMembers(state)) return;
  throw new UsageError(
    `${group} has members (${state}): stop whoever reads in it, and wait until groups list says Empty.`,
  );
}

async function refuseMissing(group: string, connection: AdminConnection): Promise<void> {
  if ((await groupState(group, connection)) === 'Dead')
    throw new UsageError(`There is no group ${group}; groups list shows them.`);
}
