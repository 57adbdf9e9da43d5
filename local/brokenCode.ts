/** Code that can't be loaded, told as Node tells it: file, line, and a caret under the place. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Log } from '../lib/observability/log.ts';
import { UsageError } from './usageError.ts';

const MOST_LINES = 8;
const LONGEST_LINE = 300;

export interface BrokenCode {
  tell(name: string, error: Error, effect: string): void;
  /** A sentence by the name of each function whose code can't be loaded. */
  all: ReadonlyMap<string, string>;
}

/** Shows a place once: a file that many functions import breaks all of them. */
export function brokenCodeIn(log: Log): BrokenCode {
  const seen = new Set<string>();
  const all = new Map<string, string>();
  const tell: BrokenCode['tell'] = (name, error, effect) => {
    const text = error instanceof UsageError ? undefined : asNodeShows(error);
    const stack = text === undefined || seen.has(text) ? undefined : text;
    if (text !== undefined) seen.add(text);
    const sentence = `${error.name}: ${error.message}`;
    all.set(name, sentence);
    log.error('function.broken', { function: name, error: sentence, stack, effect });
  };
  return { tell, all };
}

/** Node puts the place before the stack where the code can't be parsed or linked; where it threw, its top frame names the place. */
export function asNodeShows(error: Error): string {
  const lines = (error.stack ?? String(error)).split('\n').filter((line) => !/\(?node:internal/.test(line));
  const shown = isPlaced(lines[0] ?? '') ? lines : [...placeOf(lines), ...lines];
  return shown
    .slice(0, MOST_LINES)
    .map((line) => line.slice(0, LONGEST_LINE))
    .join('\n');
}

/** `file:///…/handler.ts:3` */
function isPlaced(line: string): boolean {
  return /^(?:file:\/\/)?\/\S+:\d+$/.test(line);
}

function placeOf(lines: readonly string[]): string[] {
  const frame = lines.find((line) => line.includes('file:///'));
  const [, url = '', line = '', column = ''] = /(file:\/\/\/[^\s:]+):(\d+):(\d+)/.exec(frame ?? '') ?? [];
  if (url === '' || !existsSync(fileURLToPath(url))) return [];
  const source = readFileSync(fileURLToPath(url), 'utf8').split('\n')[Number(line) - 1] ?? '';
  return [`${url}:${line}`, source, `${' '.repeat(Number(column) - 1)}^`, ''];
}
