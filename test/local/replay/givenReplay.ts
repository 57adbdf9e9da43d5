/** Replays in processes of their own, and the files they read. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Replayed } from '../../../local/replay/replay.ts';
import { newFolder, runToEnd } from '../programs.ts';

export const samples = join(import.meta.dirname, '../../../events');
export const registered = join(samples, 'samples/user.registered.json');

export function fileOf(json: unknown): string {
  const file = join(newFolder(), 'event.json');
  writeFileSync(file, typeof json === 'string' ? json : JSON.stringify(json));
  return file;
}

/** Its exit status, what it said on stderr, and the object it printed. */
export async function replayJson(state: string, name: string, file: string, ...more: string[]) {
  const { status, stdout, stderr } = await runToEnd('replay', [name, file, '--json', '--state', state, ...more]);
  return { status, stderr, ...(JSON.parse(stdout) as Replayed) };
}
