import { expect, it } from 'vitest';
import { type Given, keyOfPartition, largePage, newName, record, topicSettings } from './given.ts';

export function topicsContract(given: Given): void {
  const listed = async (name: string) => (await given.broker().topics()).filter((topic) => topic.name === name);

  it('lists a topic with its partitions and the number of records in it', async () => {
    const topic = await given.topic();
    await given.broker().publish([record(topic, '21', 'a'), record(topic, 'user-1', 'b')]);
    expect(await listed(topic)).toEqual([{ name: topic, partitions: 3, records: 2 }]);
  });

  it('lists topics by name', async () => {
    const first = newName('a');
    const second = newName('b');
    await given.broker().createTopics([topicSettings(second), topicSettings(first)]);
    const names = (await given.broker().topics()).map(({ name }) => name);
    expect(names.indexOf(first)).toBeGreaterThanOrEqual(0);
    expect(names.indexOf(second)).toBeGreaterThan(names.indexOf(first));
  });

  it('leaves a topic and its records alone when it is created again', async () => {
    const topic = await given.topic();
    await given.broker().publish([record(topic, '21', 'kept')]);
    await given.broker().createTopics([topicSettings(topic)]);
    expect(await listed(topic)).toEqual([{ name: topic, partitions: 3, records: 1 }]);
  });

  it('grows a topic: records stay where they are, later ones of the same key go where the new count sends them', async () => {
    const topic = await given.topic({ partitions: 3 });
    await given.broker().publish([record(topic, 'a', 'on 1 of 3')]);
    await given.broker().createTopics([{ ...topicSettings(topic), partitions: 6 }]);
    await given.broker().publish([record(topic, 'a', 'on 4 of 6')]);
    expect(await given.broker().offsets(topic)).toEqual([
      { partition: 0, start: 0, end: 0 },
      { partition: 1, start: 0, end: 1 },
      { partition: 2, start: 0, end: 0 },
      { partition: 3, start: 0, end: 0 },
      { partition: 4, start: 0, end: 1 },
      { partition: 5, start: 0, end: 0 },
    ]);
  });

  it('refuses to take partitions away, and says how many there are', async () => {
    const topic = await given.topic({ partitions: 3 });
    const shrunk = given.broker().createTopics([{ ...topicSettings(topic), partitions: 2 }]);
    await expect(shrunk).rejects.toThrow(/3 partitions and 2 are asked for/);
    expect(await listed(topic)).toEqual([{ name: topic, partitions: 3, records: 0 }]);
  });

  it.each(['', '.', 'no spaces', 'ключ', 'x'.repeat(250)])('refuses the topic name %j', async (name) => {
    await expect(given.broker().createTopics([topicSettings(name)])).rejects.toThrow();
  });

  it('keeps topics, records, offsets and groups over a restart', async () => {
    const topic = await given.topic();
    const group = newName('group');
    await given.broker().publish(keyOfPartition.map((key) => record(topic, key, `of ${key}`)));
    await given.broker().commit(group, topic, [{ partition: 1, offset: 1 }]);
    await given.restart();
    expect(await listed(topic)).toEqual([{ name: topic, partitions: 3, records: 3 }]);
    expect(await given.broker().committed(group, topic)).toEqual([{ partition: 1, offset: 1 }]);
    expect(await given.broker().publish([record(topic, 'user-4', 'after')])).toMatchObject([
      { partition: 1, offset: 1 },
    ]);
    expect(await given.broker().fetch(topic, 1, 0, largePage)).toMatchObject([{ offset: 0 }, { offset: 1 }]);
  });
}
