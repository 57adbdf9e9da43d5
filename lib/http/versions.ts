/** Versions over HTTP (RFC 9110, 8.8.3 and 13): an `ETag` is `"3"`, or `"3-…"` where more than the version tells answers apart. */
import type { ActionRequest } from './action.ts';
import type { HttpAnswer } from './answer.ts';
import { type Problem, ProblemError } from './problem.ts';

export function etagOf(version: number, more = ''): string {
  return more === '' ? `"${version}"` : `"${version}-${more}"`;
}

/**
 * Whether the caller's `If-Match` lets this version be changed; without the header, or with `*`, any is. Of a tag of ours
 * only the version counts, not what follows it. The comparison is strong (RFC 9110, 13.1.1): a weak tag matches nothing,
 * and neither does a tag that was never given out. Throws a 400 for what is no list of tags.
 */
export function mayChange({ headers }: Pick<ActionRequest, 'headers'>, version: number): boolean {
  const header = headers['if-match']?.trim();
  if (header === undefined || header === '*') return true;
  const tags = header.match(TAGS) ?? [];
  if (tags.length === 0 || !BETWEEN_TAGS.test(header.replaceAll(TAGS, ''))) throw badTag();
  return tags.some((tag) => OURS.exec(tag)?.[1] === String(version));
}

/** RFC 9110, 8.8.3: weak or strong, and the text of one may hold commas. */
const TAGS = /(?:W\/)?"[\x21\x23-\x7e\x80-\uffff]*"/g;
const BETWEEN_TAGS = /^[ \t,]*$/;
const OURS = /^"(\d{1,16})(?:-[\w-]*)?"$/;

export function versionMismatch(version: number): Problem {
  return {
    status: 412,
    code: 'VERSION_MISMATCH',
    title: 'Changed meanwhile',
    detail: `The present version is ${version}. Read it again, and send its ETag in If-Match.`,
  };
}

/** A weak comparison, as the header wants it. */
export function isUnchanged({ status, headers }: HttpAnswer, asked: ActionRequest['headers']): boolean {
  const [known, etag] = [asked['if-none-match'], headers?.['etag']];
  if (status !== 200 || known === undefined || etag === undefined) return false;
  return known.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
}

export function unchanged({ headers }: HttpAnswer): HttpAnswer {
  return { status: 304, ...(headers && { headers }), body: undefined };
}

function badTag(): ProblemError {
  return new ProblemError({
    status: 400,
    code: 'INVALID_HEADER',
    title: 'Invalid header',
    detail: 'Not as expected: If-Match.',
    errors: [{ path: 'If-Match', message: 'expected an ETag as it was answered, such as "3", or *' }],
  });
}
