/** `ops topics plan` and `apply`. */
import { topics } from '../../events/allTopics.ts';
import type { Topic } from '../../lib/envelope/topic.ts';
import { prefixed, withPrefix } from '../../lib/kafka/topicPrefix.ts';
import { applyOn, type Compared, planOn, type Taken } from '../../lib/kafkaAdmin/applyTopics.ts';
import type { TopicPlan } from '../../lib/kafkaAdmin/plan.ts';
import { UsageError } from '../../local/usageError.ts';
import type { KafkaValues } from '../kafka/options.ts';
import { topicPrefixOf, onCluster as workOnCluster } from '../kafka/target.ts';
import type { KafkaAsked } from '../kafka/verbs.ts';
import { readStage } from '../stage.ts';
import { planText } from './planText.ts';

export type TopicValues = KafkaAsked<
  KafkaValues & { json: boolean; 'move-keys': boolean; 'cap-replication': boolean; leave: string[] }
>;

const STEPS_LEFT = 2;
const FOR_A_PERSON = 3;

export async function planOfTopics(names: readonly string[], asked: TopicValues): Promise<number> {
  const plan = await onTarget(await named(names, asked.values), asked, planOn, (right) => ({
    steps: [],
    differences: [],
    right,
  }));
  tell({ ...plan, taken: plan.steps.map((step) => ({ step })) }, asked, 'plan');
  if (plan.differences.length > 0) return FOR_A_PERSON;
  return plan.steps.length > 0 ? STEPS_LEFT : 0;
}

export async function applyTopics(names: readonly string[], asked: TopicValues): Promise<number> {
  const { plan, taken } = await onTarget(await named(names, asked.values), asked, applyOn, (right) => {
    return { plan: { steps: [], differences: [], right }, taken: [] };
  });
  tell({ ...plan, taken }, asked, 'apply');
  if (taken.some(({ error }) => error)) return 1;
  return plan.differences.length > 0 ? FOR_A_PERSON : 0;
}

/** The embedded log takes its topics from the catalogue at each start of the stack: all are right. */
async function onTarget<T>(
  topics: readonly Topic[],
  { target, values }: TopicValues,
  work: (compared: Compared) => Promise<T>,
  allRight: (names: string[]) => T,
): Promise<T> {
  if (target.kind === 'embedded') return allRight(topics.map(({ name }) => name));
  const options = {
    movesKeys: values['move-keys'],
    capsReplication: values['cap-replication'],
    left: values.leave,
  };
  return await workOnCluster(target, values, async (connection, brokers) => {
    return await work({ topics, brokers, options, connection });
  });
}

/** By the catalogue's names or those on the cluster; none: all. With the partitions and retention that the stage decides. */
async function named(names: readonly string[], values: KafkaValues): Promise<Topic[]> {
  const prefix = topicPrefixOf(values);
  const changes = values.stage === undefined ? {} : ((await readStage(values.stage)).topics ?? {});
  const decided = topics.map((topic) => ({ ...topic, ...changes[topic.name] }));
  const onCluster = prefixed(prefix, decided);
  const wanted = names.map((name) => (name.startsWith(prefix) ? name : withPrefix(prefix, name)));
  const unknown = wanted.filter((name) => !onCluster.some((topic) => topic.name === name));
  if (unknown.length > 0)
    throw new UsageError(`The catalogue has no topic ${unknown.join(', ')}; docs/reference.md lists those it has.`);
  return onCluster.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
}

function tell(
  { taken, differences, right }: TopicPlan & { taken: readonly Taken[] },
  { print, values }: TopicValues,
  verb: 'plan' | 'apply',
): void {
  if (!values.json) {
    print(planText({ taken, differences, right }, verb));
    return;
  }
  const steps = taken.map(({ step, error }) => ({
    ...step,
    ...(verb === 'apply' && (error ? { error } : { done: true })),
  }));
  print(JSON.stringify({ steps, differences, right }));
}
