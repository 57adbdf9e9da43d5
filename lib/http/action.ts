/** One action of an HTTP function: check the body, load, decide. The frame commits and answers. */
import type * as z from 'zod';
import type { Commit, Loaded, Refs, Surroundings } from '../commit/commit.ts';
import type { HttpAnswer } from './answer.ts';
import { type FieldError, type Problem, ProblemError } from './problem.ts';

export interface ActionRequest<Body> {
  body: Body;
  /** The parts of the path in braces. */
  path: Readonly<Record<string, string | undefined>>;
}

/** An answer, and what is written before it is given; or why there is none. */
export type Decided = { kind: 'answer'; answer: HttpAnswer; commit?: Commit } | { kind: 'problem'; problem: Problem };

export interface Action<Body = unknown, Prepared = unknown, R extends Refs = Refs> {
  body: z.ZodType<Body>;
  /** Slow work that needs no state, done once; a decision may be made several times. */
  prepare?(request: ActionRequest<Body>): Promise<Prepared>;
  load?(request: ActionRequest<Body>, surroundings: Surroundings): R;
  /** Pure. Made again when another request overtook it. */
  decide(
    input: { request: ActionRequest<Body>; prepared: Prepared; loaded: Loaded<R> },
    surroundings: Surroundings,
  ): Decided;
}

export function answer(status: number, body: unknown, commit?: Commit): Decided {
  return { kind: 'answer', answer: { status, body }, ...(commit && { commit }) };
}

export function problem(what: Problem): Decided {
  return { kind: 'problem', problem: what };
}

/** The body as its schema has it. Throws a 400 that names each field. */
export function checkBody<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const errors: FieldError[] = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const fields = errors.map((error) => error.path || 'the body').join(', ');
  throw new ProblemError({
    status: 400,
    code: 'INVALID_BODY',
    title: 'Invalid body',
    detail: `Not as expected: ${fields}.`,
    errors,
  });
}
