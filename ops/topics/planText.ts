/** A plan of topics as people read it: a line a step, a line a difference with the way out, and how many are right. */
import type { Taken } from '../../lib/kafkaAdmin/applyTopics.ts';
import type { Step, TopicPlan } from '../../lib/kafkaAdmin/plan.ts';

interface Told extends Pick<TopicPlan, 'differences' | 'right'> {
  taken: readonly Taken[];
}

export function planText({ taken, differences, right }: Told, verb: 'plan' | 'apply'): string {
  const done = taken.filter(({ error }) => !error);
  const failed = taken.flatMap(({ step, error }) => (error ? [`failed   ${textOf(step)}: ${error.message}`] : []));
  return [
    ...done.map(({ step }) => `${verb === 'plan' ? 'to do' : 'done '}    ${textOf(step)}`),
    ...failed,
    ...differences.map(
      ({ topic, what, is, wanted, way }) => `decide   ${topic}: ${what} is ${is}, wanted ${wanted}: ${way}`,
    ),
    `${right.length} ${right.length === 1 ? 'topic is' : 'topics are'} as wanted.`,
  ].join('\n');
}

function textOf(step: Step): string {
  switch (step.kind) {
    case 'create': {
      const { name, partitions, replication, settings } = step.wanted;
      const replicas = replication === null ? 'replicas as the cluster has them' : `${replication} replicas`;
      const all = Object.entries(settings).map(([setting, value]) => `${setting}=${value}`);
      return `${name}: create with ${partitions} partitions, ${replicas}, ${all.join(', ')}`;
    }
    case 'add-partitions':
      return `${step.topic}: from ${step.from} to ${step.to} partitions`;
    case 'set':
      return `${step.topic}: ${step.setting} from ${step.from} to ${step.to}`;
    default:
      return step satisfies never;
  }
}
