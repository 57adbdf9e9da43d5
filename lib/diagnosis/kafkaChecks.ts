/** The brokers, one by one, and the topics that the catalogue names. */
import type { Topic } from '../envelope/topic.ts';
import { prefixed } from '../kafka/topicPrefix.ts';
import { openAdmin } from '../kafkaAdmin/admin.ts';
import { topicNames } from '../kafkaAdmin/topics.ts';
import type { KafkaAccess } from '../producer/kafkaAccess.ts';
import { shownList } from '../text/shown.ts';
import type { Check, Finding } from './finding.ts';
import { findingOf } from './finding.ts';
import { reach } from './reach.ts';

const MOST_NAMED = 10;
const letIn = "Let the brokers' security group take their port from the functions' security group";

/** Brokers first: without one, topics would only be a second finding about the same. */
export async function kafkaFindings(
  access: KafkaAccess,
  { topics, prefix, isTls }: { topics: readonly Topic[]; prefix: string; isTls: boolean },
): Promise<Finding[]> {
  const lookup = { name: 'brokers', run: async () => `${(await access.brokers()).length} known`, mend: LOOKED_UP };
  const known = await findingOf(lookup);
  if (!known.isRight) return [known];
  const brokers = await access.brokers();
  const reached = await Promise.all(brokers.map((broker) => findingOf(brokerCheck(broker, isTls))));
  if (!reached.some(({ isRight }) => isRight)) return [known, ...reached];
  const wanted = prefixed(prefix, topics).map(({ name }) => name);
  return [known, ...reached, await findingOf(topicsCheck(access, brokers, wanted))];
}

const LOOKED_UP = 'Name the brokers with KafkaBrokers, or allow kafka:GetBootstrapBrokers and its endpoint';

function brokerCheck(broker: string, isTls: boolean): Check {
  const at = broker.lastIndexOf(':');
  const place = { host: broker.slice(0, at), port: Number(broker.slice(at + 1)), isTls };
  return { name: `broker ${broker}`, run: () => reach(place), mend: letIn };
}

function topicsCheck(access: KafkaAccess, brokers: readonly string[], wanted: readonly string[]): Check {
  return {
    name: 'topics',
    run: async () => {
      const connection = await openAdmin(brokers, await access.security());
      try {
        const there = new Set(await topicNames(connection));
        const missing = wanted.filter((name) => !there.has(name));
        if (missing.length > 0) throw new Error(`missing: ${shownList(missing, ', ', MOST_NAMED)}`);
        return `all ${wanted.length} are there`;
      } finally {
        await connection.close();
      }
    },
    mend: 'Run npm run ops -- topics apply, or invoke applyTopics; mind KafkaAuth, its secret, and what the role may describe',
  };
}
