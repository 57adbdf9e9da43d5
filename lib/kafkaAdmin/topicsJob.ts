/** Plans or applies the topics of the catalogue from inside a function, which proves who it is as producers do. */
import * as z from 'zod';
import type { Engine } from '../connect/engine.ts';
import type { Topic } from '../envelope/topic.ts';
import { Fault } from '../errors/fault.ts';
import { prefixed } from '../kafka/topicPrefix.ts';
import { kafkaAccess } from '../producer/kafkaAccess.ts';
import type { Settings } from '../settings/settings.ts';
import { dynamoClient } from '../store/dynamoClient.ts';
import { openAdmin } from './admin.ts';
import { applyOn, planOn, type Taken } from './applyTopics.ts';
import type { TopicPlan } from './plan.ts';

/** The event, as `aws lambda invoke --payload` sends it; `{}` applies. */
const asked = z
  .object({
    plan: z.boolean().default(false),
    moveKeys: z.boolean().default(false),
    capReplication: z.boolean().default(false),
    leave: z.array(z.string()).default([]),
  })
  .strict();

interface Told {
  steps: ({ topic: string; kind: string } & Pick<Taken, 'error'>)[];
  differences: TopicPlan['differences'];
  right: number;
}

/** Answers each step with the error that kept it from being taken. Faults SETTINGS_INVALID, NOT_AUTHORISED, BROKER_UNAVAILABLE. */
export async function topicsJob(event: unknown, topics: readonly Topic[], engine: Engine): Promise<Told> {
  const { plan: onlyPlans, moveKeys: movesKeys, capReplication: capsReplication, leave: left } = parse(event);
  const access = accessOf(engine);
  const brokers = await access.brokers();
  const connection = await openAdmin(brokers, await access.security());
  try {
    const onCluster = prefixed(engine.settings.TOPIC_PREFIX, topics);
    const compared = { topics: onCluster, brokers, options: { movesKeys, capsReplication, left }, connection };
    if (onlyPlans) {
      const plan = await planOn(compared);
      return reportOf(
        plan,
        plan.steps.map((step) => ({ step })),
      );
    }
    const { plan, taken } = await applyOn(compared);
    return reportOf(plan, taken);
  } finally {
    await connection.close();
  }
}

function parse(event: unknown): z.output<typeof asked> {
  const { data, error } = asked.safeParse(event ?? {});
  if (data) return data;
  throw new Fault('SETTINGS_INVALID', `the event takes plan, moveKeys, capReplication and leave: ${error.message}`);
}

function reportOf({ differences, right }: TopicPlan, taken: readonly Taken[]): Told {
  const steps = taken.map(({ step, error }) => ({ topic: step.topic, kind: step.kind, ...(error && { error }) }));
  return { steps, differences, right: right.length };
}

/** Locally there is nothing to prove, and the embedded log has its topics by itself. */
function accessOf({ settings, now }: Engine) {
  const { ADAPTERS, KAFKA_BROKERS } = settings;
  if (ADAPTERS !== 'aws' && KAFKA_BROKERS === undefined)
    throw new Fault('SETTINGS_INVALID', 'KAFKA_BROKERS: the embedded log has the topics of the catalogue already');
  const how: Settings = ADAPTERS === 'aws' ? settings : { ...settings, KAFKA_AUTH: 'none' };
  return kafkaAccess(how, dynamoClient().config, now);
}
