/** The contract of every object store, files or S3: named cases, run by the test of each adapter. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { namePart } from '../../lib/objects/names.ts';
import type { Objects } from '../../lib/objects/objects.ts';

const newName = () => `contract/${randomUUID()}`;

/** Two names that differ are two objects, whatever they are made of. */
const oddNames = [
  'plain',
  'PLAIN',
  'outbox/user#u-1/0000000000000001',
  'with space',
  'with+plus',
  'with%20percent',
  'question?mark=1&more=2#hash',
  'a/b',
  'a%2Fb',
  'ключ/日本/é',
  '.hidden',
  'dots../..dots',
  '<'.repeat(100),
  '漢'.repeat(300),
  `${'漢'.repeat(299)}字`,
  'x'.repeat(900),
  'a/b/c',
  'a//b',
  '/a/b',
  'a/b/',
  '%3Cb',
  '<b',
  'line\nbreak\ttab',
  "quote'd~",
  '%~',
  'payment.success-1@1042',
];

export function objectsContract(objects: () => Objects): void {
  it.each([
    ['text', Buffer.from('hello')],
    ['no bytes at all', new Uint8Array()],
    ['bytes that are no text', Uint8Array.of(0x00, 0xff, 0x0a, 0x0d, 0x80)],
    ['five megabytes', randomBytes(5_000_000)],
  ])('gives back %s', async (_, bytes) => {
    const name = newName();
    await objects().put(name, bytes);
    const found = await objects().get(name);
    expect(Buffer.from(found ?? 'none').equals(bytes)).toBe(true);
  });

  it('answers undefined for what was never put', async () => {
    expect(await objects().get(newName())).toBeUndefined();
  });

  it('replaces the whole object', async () => {
    const name = newName();
    await objects().put(name, Buffer.from('a long first version'));
    await objects().put(name, Buffer.from('short'));
    expect(Buffer.from((await objects().get(name)) ?? '').toString()).toBe('short');
  });

  it('has nothing after it was removed, and removes what is not there without complaint', async () => {
    const name = newName();
    await objects().put(name, Buffer.from('x'));
    await objects().remove(name);
    expect(await objects().get(name)).toBeUndefined();
    await objects().remove(name);
    await objects().remove(newName());
  });

  it('keeps odd names apart', async () => {
    const folder = newName();
    for (const name of oddNames) await objects().put(`${folder}/${name}`, Buffer.from(name));
    for (const name of oddNames) {
      const found = await objects().get(`${folder}/${name}`);
      expect(found && Buffer.from(found).toString()).toBe(name);
    }
    await objects().remove(`${folder}/a/b`);
    expect(await objects().get(`${folder}/a/b`)).toBeUndefined();
    expect(await objects().get(`${folder}/a%2Fb`)).toBeDefined();
  });

  it.each([
    ['nothing', ''],
    ['more than 1,000 bytes', '漢'.repeat(334)],
    ['half a surrogate pair', 'letters/\ud83d'],
    ['a step up', 'letters/../outbox/1'],
    ['a step that leads nowhere', 'letters/./1'],
  ])('refuses a name that is %s, each time and for all calls: OBJECT_NAME_REFUSED', async (_, name) => {
    const refused = { code: 'OBJECT_NAME_REFUSED', class: 'poison' };
    await expect(objects().put(name, Buffer.from('x'))).rejects.toMatchObject(refused);
    await expect(objects().get(name)).rejects.toMatchObject(refused);
    await expect(objects().remove(name)).rejects.toMatchObject(refused);
  });

  it('takes any text as a part of a name, two texts as two', async () => {
    const folder = newName();
    const texts = [
      '..',
      '.',
      '',
      'a/b',
      '\ud83d',
      '\ud83c',
      '漢'.repeat(5_000),
      `${'漢'.repeat(5_000)}x`,
      '<'.repeat(100),
    ];
    for (const text of texts) await objects().put(`${folder}/${namePart(text)}/1`, Buffer.from(JSON.stringify(text)));
    for (const text of texts) {
      const found = await objects().get(`${folder}/${namePart(text)}/1`);
      expect(found && Buffer.from(found).toString()).toBe(JSON.stringify(text));
    }
  });

  it('does nothing once the signal is aborted: OBJECTS_UNAVAILABLE', async () => {
    const name = newName();
    const signal = AbortSignal.abort();
    const unavailable = { code: 'OBJECTS_UNAVAILABLE' };
    await expect(objects().put(name, Buffer.from('x'), signal)).rejects.toMatchObject(unavailable);
    expect(await objects().get(name)).toBeUndefined();
    await objects().put(name, Buffer.from('x'));
    await expect(objects().get(name, signal)).rejects.toMatchObject(unavailable);
    await expect(objects().remove(name, signal)).rejects.toMatchObject(unavailable);
    expect(await objects().get(name)).toBeDefined();
  });

  it('is one of the versions, whole, when several are put at once', async () => {
    const name = newName();
    const versions = Array.from({ length: 8 }, (_, at) => Buffer.alloc(200_000, String(at)));
    await Promise.all(versions.map((version) => objects().put(name, version)));
    const found = Buffer.from((await objects().get(name)) ?? '');
    expect(versions.filter((version) => version.equals(found))).toHaveLength(1);
  });
}
