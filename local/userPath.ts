/** Paths on a command line are relative to where the user stands; npm goes to the project's folder before it runs a command. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { whereUserStands } from './environment.ts';

const project = join(import.meta.dirname, '..');

/** For what is written, or may not be there yet. */
export function userPath(path: string): string {
  const stands = whereUserStands(join(project, 'package.json'));
  return stands !== undefined && resolve(stands) !== project ? resolve(stands, path) : path;
}

/** `memory` is no folder. */
export function toStateFolder(state: string | undefined): string | undefined {
  return state === undefined || state === 'memory' ? state : userPath(state);
}

/** For what is read: where the user stands, else in the project, as the guides name its samples. */
export function userFile(path: string): string {
  const file = userPath(path);
  return existsSync(file) ? file : path;
}
