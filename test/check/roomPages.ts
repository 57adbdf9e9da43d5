// Each folder of lib has a README of at most 25 lines that names every file in it, so that it stays true.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './sources.ts';

const MAX_LINES = 25;
const LIB = 'lib';

export function findRoomPages(root: string): Finding[] {
  return roomsIn(root, LIB).flatMap((room) => findingsOf(root, room));
}

/** Every folder below this one that holds a source. */
function roomsIn(root: string, folder: string): string[] {
  const rooms = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}/${name}`)
    .sort();
  return rooms.flatMap((room) => [...(filesIn(root, room).length > 0 ? [room] : []), ...roomsIn(root, room)]);
}

function filesIn(root: string, room: string): string[] {
  return readdirSync(join(root, room)).filter((name) => name.endsWith('.ts'));
}

function findingsOf(root: string, room: string): Finding[] {
  const path = `${room}/README.md`;
  const finding = (expected: string, came: string, line = 1): Finding => ({ path, line, expected, came });
  if (!existsSync(join(root, path))) {
    const expected = `a page of at most ${MAX_LINES} lines: what the folder is for, its files in reading order, what it promises and must not do`;
    return [finding(expected, 'none')];
  }
  const lines = readFileSync(join(root, path), 'utf8').trimEnd().split('\n');
  const named = lines.flatMap((line, index) =>
    [...line.matchAll(/`([\w.]+\.ts)`/g)].map(([, name = '']) => ({ name, line: index + 1 })),
  );
  const files = filesIn(root, room);
  const unnamed = files.filter((file) => !named.some(({ name }) => name === file));
  return [
    ...(lines.length > MAX_LINES ? [finding(`at most ${MAX_LINES} lines`, `${lines.length}`, MAX_LINES + 1)] : []),
    ...unnamed.map((file) => finding(`each file in reading order: add "\`${file}\` – what it is for"`, 'none')),
    ...named
      .filter(({ name }) => !files.includes(name))
      .map(({ name, line }) => finding('files of this folder only', name, line)),
  ];
}
