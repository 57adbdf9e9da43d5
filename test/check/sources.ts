// The files that the checks look at, and the text of a finding about one of them.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Finding = { path: string; line: number; expected: string; came: string };

/** `path` is relative to the root of the tree and uses `/`, so that rules read the same everywhere. */
export type Source = { path: string; text: string };

const ROOMS = ['lib', 'events', 'domain', 'functions', 'deploy', 'local', 'ops', 'bench', 'test'];

export function readSources(root: string): Source[] {
  return globSync([`{${ROOMS.join()}}/**/*.{ts,js,mjs,cjs}`, '*.ts'], { cwd: root, exclude: ['**/node_modules/**'] })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Line of a character offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

export function describeFinding({ path, line, expected, came }: Finding): string {
  return `${path}:${line}  expected ${expected}, came ${came}`;
}
