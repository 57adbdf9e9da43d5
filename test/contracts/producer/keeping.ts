import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { bytes, record } from '../broker/given.ts';
import type { ProducerUnderTest } from './given.ts';

export function keeping({ producer, topic, read }: ProducerUnderTest): void {
  it('gives the same record that it answered when it is read', async () => {
    const name = await topic();
    const published = await producer().publish([{ ...record(name, '21', 'x'), headers: [['type', bytes('y')]] }]);
    expect(await read(name)).toEqual(published);
  });

  it('keeps what is absent apart from what is empty, in key and value', async () => {
    const name = await topic({ partitions: 1 });
    const written = [record(name, 'a', null), record(name, 'a', ''), record(name, '', 'x'), record(name, null, 'x')];
    await producer().publish(written);
    const found = await read(name);
    expect(found.map(({ key }) => key)).toEqual([bytes('a'), bytes('a'), bytes(''), null]);
    expect(found.map(({ value }) => value)).toEqual([null, bytes(''), bytes('x'), bytes('x')]);
  });

  it('keeps headers of one name in order, and bytes that are no text', async () => {
    const name = await topic();
    const headers = [
      ['twice', bytes('first')],
      ['twice', bytes('second')],
      ['bytes', Uint8Array.of(0xff, 0x00, 0x80)],
      ['empty', bytes('')],
    ] as const;
    await producer().publish([{ ...record(name, '21', 'x'), headers }]);
    const [found] = await read(name);
    expect(found?.headers).toEqual(headers);
  });

  it('takes more than a megabyte in one call', async () => {
    const name = await topic();
    const large = () => ({ ...record(name, 'user-1', null), value: new Uint8Array(randomBytes(400_000)) });
    const written = [large(), large(), large(), large()];
    await producer().publish(written);
    expect((await read(name)).map(({ value }) => value)).toEqual(written.map(({ value }) => value));
  });

  it('has nothing to do for no records', async () => {
    expect(await producer().publish([])).toEqual([]);
  });
}
