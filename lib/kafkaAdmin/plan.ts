/** The plan from a cluster's topics to the catalogue: steps that only add, and differences that a person decides. */
import type { WantedTopic } from './wanted.ts';

/** A topic as it is on the cluster. */
export interface FoundTopic {
  name: string;
  partitions: number;
  replication: number;
  /** It holds no record, so that no key can move away from its records. */
  isEmpty: boolean;
  /** `isOwn`: somebody set it for this topic; else it comes from the cluster. */
  settings: ReadonlyMap<string, { value: string; isOwn: boolean }>;
}

export type Step =
  | { kind: 'create'; topic: string; wanted: WantedTopic }
  | { kind: 'add-partitions'; topic: string; from: number; to: number }
  | { kind: 'set'; topic: string; setting: string; from: string; to: string };

/** A difference that no command changes by itself. */
export interface Difference {
  kind: 'differs';
  topic: string;
  what: string;
  is: string;
  wanted: string;
  /** The way for a person to settle it. */
  way: string;
}

type Change = Step | Difference;

export interface TopicPlan {
  steps: Step[];
  differences: Difference[];
  /** The topics that are as they should be. */
  right: string[];
}

/** Never deletes a topic, a record or a partition. `movesKeys`: partitions are added to topics that hold records, too. */
export function planTopics(
  wanted: readonly WantedTopic[],
  found: ReadonlyMap<string, FoundTopic>,
  { movesKeys }: { movesKeys: boolean },
): TopicPlan {
  const plan: TopicPlan = { steps: [], differences: [], right: [] };
  for (const topic of wanted) {
    const there = found.get(topic.name);
    const changes: Change[] = there
      ? [
          ...partitionChanges(topic, there, movesKeys),
          ...replicationChanges(topic, there),
          ...settingChanges(topic, there),
        ]
      : [{ kind: 'create', topic: topic.name, wanted: topic }];
    for (const change of changes) {
      if (change.kind === 'differs') plan.differences.push(change);
      else plan.steps.push(change);
    }
    if (changes.length === 0) plan.right.push(topic.name);
  }
  return plan;
}

/** More partitions than wanted are as good: Kafka takes none away, and who has more has decided so. */
function partitionChanges({ name, partitions: to }: WantedTopic, there: FoundTopic, movesKeys: boolean): Change[] {
  const { partitions: from, isEmpty } = there;
  if (from >= to) return [];
  if (isEmpty || movesKeys) return [{ kind: 'add-partitions', topic: name, from, to }];
  const way =
    'keys move to other partitions, and records of one key would be handled out of order: stop the topic’s producers, ' +
    'wait until groups describe shows lag 0 everywhere, then topics apply --move-keys; or set the stage’s partitions to ' +
    `${from}`;
  return [differs(name, 'partitions', { is: String(from), wanted: String(to), way })];
}

function replicationChanges({ name, replication: wanted }: WantedTopic, { replication: is }: FoundTopic): Change[] {
  if (wanted === null || is >= wanted) return [];
  const way =
    'a broker that is lost may take records with it: move replicas with kafka-reassign-partitions.sh ' +
    '(https://kafka.apache.org/documentation/#basic_ops_increase_replication_factor)';
  return [differs(name, 'replicas', { is: String(is), wanted: String(wanted), way })];
}

function settingChanges({ name, settings }: WantedTopic, there: FoundTopic): Change[] {
  return Object.entries(settings).flatMap(([setting, wanted]): Change[] => {
    const { value: is = '', isOwn = false } = there.settings.get(setting) ?? {};
    if (is === wanted || is === '') return [];
    const judged = judge(setting, { is, wanted, isOwn, replication: there.replication });
    if (judged === 'fine') return [];
    if (judged === 'set') return [{ kind: 'set', topic: name, setting, from: is, to: wanted }];
    return [differs(name, setting, { is, wanted, way: judged.way })];
  });
}

interface Values {
  is: string;
  wanted: string;
  isOwn: boolean;
  replication: number;
}

/** Whether a setting may be brought to what is wanted, is as good as it is, or is for a person to decide. */
function judge(setting: string, { is, wanted, isOwn, replication }: Values): 'fine' | 'set' | { way: string } {
  switch (setting) {
    case 'retention.ms':
      if (isMore(wanted, is)) return 'set';
      return { way: 'less would delete records: set it by hand, or the stage’s retention days to what it is' };
    case 'max.message.bytes':
      return isMore(wanted, is) ? 'set' : 'fine';
    case 'min.insync.replicas':
      if (!isMore(wanted, is)) return 'fine';
      if (replication >= Number(wanted)) return 'set';
      return { way: `with ${replication} replicas nobody could write any more: add replicas first` };
    case 'unclean.leader.election.enable':
      return 'set';
    case 'compression.type':
      return isOwn ? { way: 'somebody chose it for this topic: its readers must have the codec' } : 'set';
    default:
      return { way: 'compaction removes records that were not read yet: set it by hand once nobody needs it' };
  }
}

/** -1 is for ever. */
function isMore(one: string, other: string): boolean {
  const size = (text: string) => (text === '-1' ? Number.POSITIVE_INFINITY : Number(text));
  return size(one) > size(other);
}

function differs(topic: string, what: string, rest: Pick<Difference, 'is' | 'wanted' | 'way'>): Difference {
  return { kind: 'differs', topic, what, ...rest };
}
