/** The pages that people read: their text, links, code spans and code blocks. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** A page's path, relative to the root of the repository. */
export const pages = globSync(['*.md', '{docs,lib,local,functions,domain,events,ops,deploy}/**/*.md'], { cwd: root })
  .filter((path) => !path.includes('node_modules'))
  .sort();

export interface CodeBlock {
  page: string;
  /** The words behind the three backticks: `sh run`, `ts lib/store/store.ts`. */
  info: string;
  text: string;
}

export function textOf(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

export function blocksOf(page: string): CodeBlock[] {
  return [...textOf(page).matchAll(/^```(\S[^\n]*)\n(.*?)^```$/gms)].map(([, info = '', text = '']) => ({
    page,
    info,
    text,
  }));
}

/** The text without its code blocks, in which nothing is a link. */
export function proseOf(page: string): string {
  return textOf(page).replace(/^```.*?^```$/gms, '');
}

/** The anchors that GitHub gives to a page's headings. */
export function anchorsOf(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
