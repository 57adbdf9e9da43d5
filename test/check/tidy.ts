// The house rules that no tool has: names that say nothing, and work left for later.
// Size, environment, barrels, default exports and focused tests are rules in biome.jsonc.
import { parseSync } from 'oxc-parser';
import { type Finding, lineAt, type Source } from './sources.ts';

/** `index` is here because a folder's front door is a barrel sooner or later. */
const EMPTY_NAMES = ['utils', 'util', 'common', 'types', 'helpers', 'helper', 'misc', 'index'];

const LEFT_FOR_LATER = /\b(TODO|FIXME|XXX)\b/;

export function findUntidiness(sources: Source[]): Finding[] {
  return sources.flatMap((source) => [...findEmptyNames(source), ...findLeftForLater(source)]);
}

function findEmptyNames({ path }: Source): Finding[] {
  return path
    .split('/')
    .filter((segment) => EMPTY_NAMES.includes(segment.replace(/\..*$/, '').toLowerCase()))
    .map((came) => ({ path, line: 1, expected: 'a name that says what is inside', came }));
}

function findLeftForLater({ path, text }: Source): Finding[] {
  return parseSync(path, text).comments.flatMap(({ value, start }) => {
    const mark = LEFT_FOR_LATER.exec(value);
    if (!mark) return [];
    // 2: the comment's own `//` or `/*` is not part of its value.
    return [{ path, line: lineAt(text, start + 2 + mark.index), expected: 'finished work', came: mark[0] }];
  });
}
