import { expect, it } from 'vitest';
import { bytes, type Given, hourMs, largePage, newName, record, text } from './given.ts';

export function readingContract(given: Given): void {
  /** Five records on partition 0, their values their offsets. */
  async function givenFiveRecords(): Promise<string> {
    const topic = await given.topic();
    await given.broker().publish(['0', '1', '2', '3', '4'].map((value) => record(topic, '21', value)));
    return topic;
  }

  it('gives a partition in the order of appending, offsets dense from 0', async () => {
    const topic = await given.topic();
    await given
      .broker()
      .publish([record(topic, '21', 'a'), record(topic, 'user-4', 'elsewhere'), record(topic, '21', 'b')]);
    await given.broker().publish([record(topic, '21', 'c')]);
    const records = await given.broker().fetch(topic, 0, 0, largePage);
    expect(records.map(({ offset, value }) => [offset, text(value)])).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ]);
  });

  it('begins a page at the offset asked for and ends it at the number of records asked for', async () => {
    const topic = await givenFiveRecords();
    const page = await given.broker().fetch(topic, 0, 1, { records: 3, bytes: 1_000_000 });
    expect(page.map(({ offset }) => offset)).toEqual([1, 2, 3]);
  });

  it('ends a page before it grows beyond the bytes asked for, but gives one record at least', async () => {
    const topic = await given.topic();
    const value = new Uint8Array(1_000);
    await given.broker().publish([1, 2, 3].map(() => ({ ...record(topic, '21', null), value })));
    expect(await given.broker().fetch(topic, 0, 0, { records: 10, bytes: 2_500 })).toHaveLength(2);
    expect(await given.broker().fetch(topic, 0, 0, { records: 10, bytes: 1 })).toHaveLength(1);
  });

  it('gives nothing at the end of a partition and beyond', async () => {
    const topic = await givenFiveRecords();
    expect(await given.broker().fetch(topic, 0, 5, largePage)).toEqual([]);
    expect(await given.broker().fetch(topic, 0, 99, largePage)).toEqual([]);
    expect(await given.broker().fetch(topic, 1, 0, largePage)).toEqual([]);
  });

  it('tells null from empty, in keys and in values', async () => {
    const topic = await given.topic({ partitions: 1 });
    await given.broker().publish([record(topic, null, null), record(topic, '', ''), record(topic, 'k', null)]);
    const records = await given.broker().fetch(topic, 0, 0, largePage);
    expect(records.map(({ key, value }) => [text(key), text(value)])).toEqual([
      [null, null],
      ['', ''],
      ['k', null],
    ]);
  });

  it('keeps keys and values that are no UTF-8 byte for byte', async () => {
    const topic = await given.topic({ partitions: 1 });
    const raw = Uint8Array.of(0x00, 0xff, 0xfe, 0x80, 0xc3);
    await given.broker().publish([{ topic, key: raw, value: raw, headers: [] }]);
    const [found] = await given.broker().fetch(topic, 0, 0, largePage);
    expect([...(found?.key ?? [])]).toEqual([0, 255, 254, 128, 195]);
    expect([...(found?.value ?? [])]).toEqual([0, 255, 254, 128, 195]);
  });

  it('keeps headers in order, also across names; repeated names, empty values and raw bytes included', async () => {
    const topic = await given.topic({ partitions: 1 });
    const headers = [
      ['x-attempt', bytes('1')],
      ['заголовок', Uint8Array.of(0xff, 0x00, 0xc3)],
      ['x-attempt', bytes('2')],
      ['empty', new Uint8Array()],
    ] as const;
    await given.broker().publish([{ ...record(topic, 'k', 'v'), headers }]);
    const [found] = await given.broker().fetch(topic, 0, 0, largePage);
    expect(found?.headers.map(([name, value]) => [name, [...value]])).toEqual([
      ['x-attempt', [0x31]],
      ['заголовок', [255, 0, 195]],
      ['x-attempt', [0x32]],
      ['empty', []],
    ]);
  });

  it('finds where a time begins: the first record not earlier, or the end', async () => {
    const topic = await given.topic({ retentionMs: hourMs });
    const noon = Date.now() - 1_000;
    const at = (timestamp: number) => ({ ...record(topic, '21', 'x'), timestamp });
    await given.broker().publish([at(noon), at(noon + 20), at(noon + 20), at(noon + 40)]);
    expect(await given.broker().offsetAt(topic, 0, noon - 5)).toBe(0);
    expect(await given.broker().offsetAt(topic, 0, noon + 1)).toBe(1);
    expect(await given.broker().offsetAt(topic, 0, noon + 40)).toBe(3);
    expect(await given.broker().offsetAt(topic, 0, noon + 41)).toBe(4);
    expect(await given.broker().offsetAt(topic, 1, noon)).toBe(0);
  });

  it('knows no topic and no partition that was not created', async () => {
    const topic = await given.topic({ partitions: 3 });
    const unknown = { code: 'UNKNOWN_TOPIC', message: expect.stringContaining(topic) };
    await expect(given.broker().fetch(topic, 3, 0, largePage)).rejects.toMatchObject(unknown);
    await expect(given.broker().offsetAt(topic, 3, 0)).rejects.toMatchObject(unknown);
    await expect(given.broker().offsets(newName('nowhere'))).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC' });
  });
}
