import { expect, it } from 'vitest';
import { type Given, newName, record } from './given.ts';

export function groupsContract(given: Given): void {
  const positions = async (group: string) => (await given.broker().groups()).filter((found) => found.group === group);

  /** Three records on partition 0, one on partition 2. */
  async function givenFourRecords(): Promise<string> {
    const topic = await given.topic();
    await given.broker().publish(['21', '21', '21', 'user-1'].map((key) => record(topic, key, 'x')));
    return topic;
  }

  it('knows nothing of a group that never committed', async () => {
    const topic = await given.topic();
    expect(await given.broker().committed(newName('group'), topic)).toEqual([]);
  });

  it('keeps the next offset to read per partition, and tells the lag', async () => {
    const topic = await givenFourRecords();
    const group = newName('group');
    await given.broker().commit(group, topic, [
      { partition: 2, offset: 1 },
      { partition: 0, offset: 1 },
    ]);
    expect(await given.broker().committed(group, topic)).toEqual([
      { partition: 0, offset: 1 },
      { partition: 2, offset: 1 },
    ]);
    expect(await positions(group)).toEqual([
      { group, topic, partition: 0, committed: 1, end: 3, lag: 2 },
      { group, topic, partition: 2, committed: 1, end: 1, lag: 0 },
    ]);
  });

  it('takes a later commit for an earlier one, also backwards', async () => {
    const topic = await givenFourRecords();
    const group = newName('group');
    await given.broker().commit(group, topic, [{ partition: 0, offset: 3 }]);
    await given.broker().commit(group, topic, [{ partition: 0, offset: 0 }]);
    expect(await positions(group)).toEqual([{ group, topic, partition: 0, committed: 0, end: 3, lag: 3 }]);
  });

  it('keeps groups apart', async () => {
    const topic = await givenFourRecords();
    const [one, other] = [newName('group'), newName('group')];
    await given.broker().commit(one, topic, [{ partition: 0, offset: 1 }]);
    await given.broker().commit(other, topic, [{ partition: 0, offset: 2 }]);
    expect(await given.broker().committed(one, topic)).toEqual([{ partition: 0, offset: 1 }]);
    expect(await given.broker().committed(other, topic)).toEqual([{ partition: 0, offset: 2 }]);
  });

  it('refuses a commit for a topic or partition that is not there, and keeps nothing of it', async () => {
    const topic = await given.topic({ partitions: 3 });
    const group = newName('group');
    const committed = given.broker().commit(group, topic, [
      { partition: 0, offset: 0 },
      { partition: 3, offset: 0 },
    ]);
    await expect(committed).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC', message: expect.stringContaining(topic) });
    expect(await given.broker().committed(group, topic)).toEqual([]);
  });
}
