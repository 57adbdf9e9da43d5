/**
 * The prefix of a stage's topics on a cluster that several stages share. It is put on where records leave for Kafka and
 * taken off where they come from it, so that between the two a topic has the catalogue's name.
 */

/** Names the topic that a dead letter came from: on the cluster as the cluster has it, inside as the catalogue has it. */
export const ORIGINAL_TOPIC = 'x-original-topic';

export const topicPrefixShape = /^[a-zA-Z0-9._-]{0,64}$/;

export function withPrefix(prefix: string, topic: string): string {
  return `${prefix}${topic}`;
}

/** A topic without the prefix stays as it is: a saved event may have the catalogue's names. */
export function withoutPrefix(prefix: string, topic: string): string {
  return topic.startsWith(prefix) ? topic.slice(prefix.length) : topic;
}

/** The names on the cluster of the catalogue's topics. An Error where one's own name begins with the prefix: nobody could tell them apart. */
export function prefixed<T extends { name: string }>(prefix: string, topics: readonly T[]): T[] {
  const alike = prefix === '' ? undefined : topics.find(({ name }) => name.startsWith(prefix));
  if (alike) throw new Error(`TOPIC_PREFIX ${prefix}: the topic ${alike.name} begins with it, choose another`);
  return topics.map((topic) => ({ ...topic, name: withPrefix(prefix, topic.name) }));
}
