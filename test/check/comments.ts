// Comments are sentences whose subject names the thing, and everything they cite stands in the repository.
import { type Comment, parseSync } from 'oxc-parser';
import { type Finding, lineAt, type Source } from './sources.ts';

/** "What is tried again …", "As it is made", "Of a record …": only a reader who knows the thing already can tell what is meant. */
const WITHOUT_SUBJECT = /^[\s*]*(What|As|Of|Or|Who(?:se|m)|Which)\b/;

const OUTSIDE = /\(design\b/;

export function findComments(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => [...findWithoutSubject(source), ...findOutsideCitations(source)]);
}

function findWithoutSubject(source: Source): Finding[] {
  return firstComments(source).flatMap(({ value, start }) => {
    const word = WITHOUT_SUBJECT.exec(value)?.[1];
    if (word === undefined) return [];
    const line = lineAt(source.text, start);
    return [{ path: source.path, line, expected: 'a comment whose subject names the thing', came: `"${word} …"` }];
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

function findOutsideCitations({ path, text }: Source): Finding[] {
  return parseSync(path, text).comments.flatMap(({ value, start }) => {
    const mark = OUTSIDE.exec(value);
    if (!mark) return [];
    // 2: the comment's own `//` or `/*` is not part of its value.
    const line = lineAt(text, start + 2 + mark.index);
    return [{ path, line, expected: 'the reason itself, or a page in docs/', came: mark[0] }];
  });
}
