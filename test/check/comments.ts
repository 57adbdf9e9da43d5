// Comments are sentences whose subject names the thing, and everything they cite stands in the repository.
import { type Comment, parseSync } from 'oxc-parser';
import { type Finding, lineAt, type Source } from './sources.ts';

/**
 * Comments that still begin with a relative clause, by folder: no folder may gain one. Lower a number after rewriting
 * comments, and give a room that is clean a line of its own with 0, so that it stays clean. The longest path counts.
 */
const LEFT: Record<string, number> = {
  bench: 0,
  deploy: 0,
  domain: 0,
  events: 0,
  functions: 0,
  lib: 0,
  local: 0,
  ops: 0,
  test: 0,
};

/** "What is tried again …", "As it is made", "Of a record …": only a reader who knows the thing already can tell what is meant. */
const WITHOUT_SUBJECT = /^[\s*]*(What|As|Of|Or|Whose)\b/;

const OUTSIDE = /\(design\b/;

export function findComments(sources: readonly Source[], left: Record<string, number> = LEFT): Finding[] {
  return [...findWithoutSubject(sources, left), ...sources.flatMap(findOutsideCitations)];
}

function findWithoutSubject(sources: readonly Source[], left: Record<string, number>): Finding[] {
  const found = sources.flatMap((source) =>
    firstComments(source).flatMap(({ value, start }) => {
      const word = WITHOUT_SUBJECT.exec(value)?.[1];
      return word === undefined ? [] : [{ path: source.path, line: lineAt(source.text, start), word }];
    }),
  );
  const byFolder = Map.groupBy(found, ({ path }) => folderOf(path, left));
  return [...byFolder].flatMap(([folder, here]) => {
    const allowed = left[folder] ?? 0;
    if (here.length <= allowed) return [];
    const expected = `a comment whose subject names the thing (${folder} has ${here.length} others, and may have ${allowed})`;
    return here.map(({ path, line, word }) => ({ path, line, expected, came: `"${word} …"` }));
  });
}

/** The comments of a file, without the lines that continue a `//` comment of the line above. */
function firstComments({ path, text }: Source): Comment[] {
  const { comments } = parseSync(path, text);
  return comments.filter(({ type, start }, index) => {
    const before = comments[index - 1];
    const continues = before?.type === 'Line' && type === 'Line' && text.slice(before.end, start).trim() === '';
    return !continues || text.slice(before.end, start).split('\n').length > 2;
  });
}

function folderOf(path: string, left: Record<string, number>): string {
  const folders = Object.keys(left).filter((folder) => path.startsWith(`${folder}/`));
  return folders.sort((a, b) => b.length - a.length)[0] ?? path;
}

function findOutsideCitations({ path, text }: Source): Finding[] {
  return parseSync(path, text).comments.flatMap(({ value, start }) => {
    const mark = OUTSIDE.exec(value);
    if (!mark) return [];
    // 2: the comment's own `//` or `/*` is not part of its value.
    const line = lineAt(text, start + 2 + mark.index);
    return [{ path, line, expected: 'the reason itself, or a page in docs/', came: mark[0] }];
  });
}
