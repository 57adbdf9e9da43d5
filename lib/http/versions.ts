/** Versions over HTTP (RFC 9110, 8.8.3 and 13): an `ETag` is `"3"`, or `"3-…"` where more than the version tells answers apart. */
import type { ActionRequest } from './action.ts';
import type { HttpAnswer } from './answer.ts';
import { type Problem, ProblemError } from './problem.ts';

export function etagOf(version: number, more = ''): string {
  return more === '' ? `"${version}"` : `"${version}-${more}"`;
}

/**
 * Whether the caller's `If-Match` lets this version be changed; without the header, or with `*`, any is. Only the version
 * counts, not what follows it. Throws a 400 for what is no tag of ours.
 */
export function mayChange({ headers }: Pick<ActionRequest, 'headers'>, version: number): boolean {
  const header = headers['if-match'];
  if (header === undefined || header.trim() === '*') return true;
  const tags = header.split(',').map((tag) => VERSION.exec(tag.trim())?.[1]);
  if (tags.includes(undefined)) throw badTag();
  return tags.includes(String(version));
}

const VERSION = /^"(\d{1,16})(?:-[\w-]*)?"$/;

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
