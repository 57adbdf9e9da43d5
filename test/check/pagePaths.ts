// Paths that the pages name in code spans lead somewhere: who moves a file mends the pages that name it.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, lineAt } from './sources.ts';

const PATH = /^(lib|events|domain|functions|deploy|local|ops|bench|test|docs|\.ci)\/[\w./*-]*$/;

export function findLostPaths(root: string): Finding[] {
  const pages = globSync(['*.md', '{docs,lib,local,functions,domain,events,ops,deploy}/**/*.md'], { cwd: root });
  return pages
    .filter((path) => !path.includes('node_modules'))
    .sort()
    .flatMap((path) => lostPathsIn(path, readFileSync(join(root, path), 'utf8'), root));
}

/** Code blocks are commands and code; a star in a path may stand for anything. */
function lostPathsIn(path: string, text: string, root: string): Finding[] {
  const prose = text.replace(/^```.*?^```$/gms, (block) => block.replace(/[^\n]/g, ' '));
  return [...prose.matchAll(/`([^`\n]+)`/g)]
    .filter(([, span = '']) => PATH.test(span) && globSync(span, { cwd: root }).length === 0)
    .map(({ index, 1: came = '' }) => ({ path, line: lineAt(prose, index), expected: 'a path that exists', came }));
}
