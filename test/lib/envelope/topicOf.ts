/** Topics of no system in particular: `things.<format>`, which several types share. */
import type { Topic, WireFormat } from '../../../lib/envelope/topic.ts';

export function topicOf(format: WireFormat, onlyType: string | null = null): Topic {
  return {
    name: `things.${format}`,
    system: 'TEST',
    format,
    compression: 'none',
    partitions: 3,
    retentionDays: 7,
    keyRule: 'thing id',
    deadLetterTopic: 'things.dead',
    source: 'thing-service',
    producers: ['thing-service'],
    consumers: [],
    onlyType,
  };
}
