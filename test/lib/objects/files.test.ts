import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileObjects } from '../../../lib/objects/files.ts';
import { objectsContract } from '../../contracts/objects.ts';

describe('objects in files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'objects-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  objectsContract(() => fileObjects(join(folder, 'contract')));

  it('stay below their folder, whatever the name', async () => {
    const objects = fileObjects(join(folder, 'narrow', 'inner'));
    await expect(objects.put('../../outside', Buffer.from('x'))).rejects.toMatchObject({ code: 'OBJECT_NAME_REFUSED' });
    await objects.put('/absolute', Buffer.from('y'));
    await objects.put('..hidden/..\\..\\back', Buffer.from('z'));
    expect(await readdir(join(folder, 'narrow'))).toEqual(['inner']);
    expect(Buffer.from((await objects.get('..hidden/..\\..\\back')) ?? '').toString()).toBe('z');
  });

  it('leave no draft behind', async () => {
    const objects = fileObjects(join(folder, 'drafts'));
    await objects.put('a', Buffer.from('x'));
    expect(await readdir(join(folder, 'drafts'))).toEqual(['a~']);
  });

  it('say OBJECTS_UNAVAILABLE, with the name, where the folder is none', async () => {
    const file = join(folder, 'letter.txt');
    await writeFile(file, 'not a folder');
    const objects = fileObjects(file);
    const unavailable = { code: 'OBJECTS_UNAVAILABLE', message: expect.stringContaining('letters/1') };
    await expect(objects.put('letters/1', Buffer.from('x'))).rejects.toMatchObject(unavailable);
    await expect(objects.get('letters/1')).rejects.toMatchObject(unavailable);
  });
});
