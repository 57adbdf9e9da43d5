/** Compares a cluster with the catalogue, and takes the steps that only add. Run by the operators' command and by a job. */
import type { Topic } from '../envelope/topic.ts';
import { Fault, toFault } from '../errors/fault.ts';
import type { AdminConnection } from './admin.ts';
import { planTopics, type Step, type TopicPlan } from './plan.ts';
import { applyStep, brokerCount, findTopics } from './topics.ts';
import { type ClusterLimits, REPLICATION, serverlessLimits, wantedTopic } from './wanted.ts';

export interface TopicOptions {
  /** Partitions are added to topics that hold records, too: their keys move. */
  movesKeys: boolean;
  /** Topics get as many replicas as the cluster has brokers, where those are fewer than three. */
  capsReplication: boolean;
  /** Settings that this cluster takes for no topic. */
  left: readonly string[];
}

/** A step that was taken, or the fault that kept it from being taken. */
export interface Taken {
  step: Step;
  error?: { code: string; message: string };
}

/** The topics to compare, and the cluster that has them. */
export interface Compared {
  topics: readonly Topic[];
  /** Where the cluster is, which tells MSK Serverless from others. */
  brokers: readonly string[];
  options: TopicOptions;
  connection: AdminConnection;
}

/** Fault SETTINGS_INVALID where the cluster has fewer brokers than replicas are wanted. */
export async function planOn({ topics, brokers, options, connection }: Compared): Promise<TopicPlan> {
  const limits = serverlessLimits(brokers) ?? (await limitsOf(options, connection));
  const left = [...limits.left, ...options.left];
  const wanted = topics.map((topic) => wantedTopic(topic, { ...limits, left }));
  const found = await findTopics(
    wanted.map(({ name }) => name),
    connection,
  );
  return planTopics(wanted, found, options);
}

async function limitsOf({ capsReplication }: TopicOptions, connection: AdminConnection): Promise<ClusterLimits> {
  const count = await brokerCount(connection);
  if (count >= REPLICATION) return { replication: REPLICATION, left: [] };
  if (capsReplication) return { replication: count, left: [] };
  const cluster = count === 1 ? 'one broker' : `${count} brokers`;
  throw new Fault(
    'SETTINGS_INVALID',
    `the cluster has ${cluster}, and each topic wants ${REPLICATION} replicas: add brokers, or ask for fewer replicas with --cap-replication`,
  );
}

/** Answers once the cluster shows what was changed. A step that fails keeps none of the others from being taken. */
export async function applyOn(compared: Compared): Promise<{ plan: TopicPlan; taken: Taken[] }> {
  const plan = await planOn(compared);
  const taken: Taken[] = [];
  for (const step of plan.steps) {
    try {
      await applyStep(step, compared.connection);
      taken.push({ step });
    } catch (error) {
      const { code, message } = toFault(error);
      taken.push({ step, error: { code, message } });
    }
  }
  const done = taken.filter(({ error }) => !error).map(({ step }) => step.topic);
  if (done.length > 0) await untilShown(new Set(done), taken, compared);
  return { plan, taken };
}

const SHOWN_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 200;

/** A controller takes a change before its brokers know of it. What none shows after a while is an error of its step. */
async function untilShown(names: ReadonlySet<string>, taken: Taken[], compared: Compared): Promise<void> {
  const topics = compared.topics.filter(({ name }) => names.has(name));
  for (const deadline = performance.now() + SHOWN_WITHIN_MS; ; ) {
    const left = await stepsLeft({ ...compared, topics });
    if (left.size === 0) return;
    if (performance.now() > deadline) {
      const error = {
        code: 'TOPIC_UNAVAILABLE',
        message: `not shown by the brokers after ${SHOWN_WITHIN_MS / 1000} s`,
      };
      for (const one of taken) if (left.has(one.step.topic)) one.error ??= error;
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** A topic without a leader yet can't be read. */
async function stepsLeft(compared: Compared): Promise<Set<string>> {
  try {
    const { steps } = await planOn(compared);
    return new Set(steps.map(({ topic }) => topic));
  } catch (error) {
    const { code } = toFault(error);
    if (code !== 'UNKNOWN_TOPIC' && code !== 'TOPIC_UNAVAILABLE') throw error;
    return new Set(compared.topics.map(({ name }) => name));
  }
}
