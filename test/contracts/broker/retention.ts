import { expect, it } from 'vitest';
import { type Given, hourMs, keyOfPartition, largePage, record } from './given.ts';

export function retentionContract(given: Given): void {
  const aged = (topic: string, key: string, ageMs: number) => ({
    ...record(topic, key, `${ageMs} ms old`),
    timestamp: Date.now() - ageMs,
  });

  it('removes records older than the retention from the front of a partition', async () => {
    const topic = await given.topic({ retentionMs: hourMs });
    await given.broker().publish([2 * hourMs, 2 * hourMs, 1_000].map((ageMs) => aged(topic, '21', ageMs)));
    expect(await given.broker().applyRetention()).toBe(2);
    expect(await given.broker().offsets(topic)).toMatchObject([{ partition: 0, start: 2, end: 3 }, {}, {}]);
    const summary = (await given.broker().topics()).find(({ name }) => name === topic);
    expect(summary).toEqual({ name: topic, partitions: 3, records: 1 });
  });

  it('answers an offset below the log start from the log start', async () => {
    const topic = await given.topic({ retentionMs: hourMs });
    await given.broker().publish([2 * hourMs, 1_000, 1_000].map((ageMs) => aged(topic, '21', ageMs)));
    await given.broker().applyRetention();
    const records = await given.broker().fetch(topic, 0, 0, largePage);
    expect(records.map(({ offset }) => offset)).toEqual([1, 2]);
  });

  it('keeps an old record that stands behind a younger one', async () => {
    const topic = await given.topic({ retentionMs: hourMs });
    await given.broker().publish([2 * hourMs, 1_000, 2 * hourMs].map((ageMs) => aged(topic, '21', ageMs)));
    await given.broker().applyRetention();
    expect(await given.broker().offsets(topic)).toMatchObject([{ start: 1, end: 3 }, {}, {}]);
  });

  it('keeps everything of a topic with retention -1', async () => {
    const topic = await given.topic({ retentionMs: -1 });
    await given.broker().publish([aged(topic, '21', 100_000 * hourMs)]);
    await given.broker().applyRetention();
    expect(await given.broker().offsets(topic)).toMatchObject([{ start: 0, end: 1 }, {}, {}]);
  });

  it('gives no offset twice, not when everything expired, and not after a restart either', async () => {
    const topic = await given.topic({ retentionMs: hourMs });
    await given.broker().publish(keyOfPartition.map((key) => aged(topic, key, 2 * hourMs)));
    await given.broker().applyRetention();
    await given.restart();
    expect(await given.broker().offsets(topic)).toEqual([
      { partition: 0, start: 1, end: 1 },
      { partition: 1, start: 1, end: 1 },
      { partition: 2, start: 1, end: 1 },
    ]);
    expect(await given.broker().fetch(topic, 0, 0, largePage)).toEqual([]);
    expect(await given.broker().publish([aged(topic, '21', 0)])).toMatchObject([{ partition: 0, offset: 1 }]);
  });

  it('counts what a group missed as its lag', async () => {
    const topic = await given.topic({ retentionMs: hourMs });
    await given.broker().publish([2 * hourMs, 2 * hourMs, 0].map((ageMs) => aged(topic, '21', ageMs)));
    await given.broker().commit(topic, topic, [{ partition: 0, offset: 1 }]);
    await given.broker().applyRetention();
    const position = (await given.broker().groups()).find(({ group }) => group === topic);
    expect(position).toEqual({ group: topic, topic, partition: 0, committed: 1, end: 3, lag: 2 });
  });
}
