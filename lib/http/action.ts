/** One action of an HTTP function: load, decide. The frame checks who asks and what, commits and answers. */
import type * as z from 'zod';
import type { Commit, DecisionContext, Loaded, Loads, MustLoad, Refs } from '../commit/commit.ts';
import type { Objects } from '../objects/objects.ts';
import { parseSafely } from '../schema/parseSafely.ts';
import type { Store } from '../store/store.ts';
import type { Principal, Subject } from '../token/principal.ts';
import type { Tokens } from '../token/tokens.ts';
import type { HttpAnswer } from './answer.ts';
import { fieldErrors, type Problem, ProblemError } from './problem.ts';

export interface ActionRequest<Body = unknown> {
  body: Body;
  /** The parts of the path in braces. */
  path: Readonly<Record<string, string | undefined>>;
  query: Readonly<Record<string, string | undefined>>;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** Where the request comes from, as the gateway saw it. */
  address: string;
  /** Who asks; absent on open and signed routes. */
  principal?: Principal;
}

/** An answer, and what is written before it is given; or why there is none. */
export type Decided =
  | { kind: 'answer'; answer: HttpAnswer; commit?: Commit; owner?: Owner; grants?: Subject; restsOn?: string }
  | { kind: 'problem'; problem: Problem; commit?: Commit; owner?: Owner; later?: true };

/** The owners of a thing, by the role that may own such a thing. */
export type Owner = Readonly<Record<string, string | undefined>>;

/** An action that may write. */
export type Command<Body = unknown, Prepared = unknown, R extends Loads = Refs, Settings = unknown> = Commanding<
  Body,
  Prepared,
  R,
  Settings
> &
  MustLoad<R, (request: ActionRequest<Body>, context: DecisionContext<Settings>, prepared: Prepared) => R> &
  (undefined extends Prepared ? unknown : { prepare: Preparing<Body, Prepared, Settings> });

type Preparing<Body, Prepared, Settings> = (
  request: ActionRequest<Body>,
  look: Look,
  context: Preparation<Settings>,
) => Promise<Prepared>;

/** Everything that a preparation is handed. */
export interface Preparation<Settings = unknown> extends DecisionContext<Settings> {
  /** The memory that hashing a password takes: PASSWORD_MEMORY_KIB. */
  passwordMemoryKib: number;
}

// Properties, not methods: the compiler compares a method's parameters in both directions, and lets missing settings pass.
interface Commanding<Body, Prepared, R extends Loads, Settings> {
  /** Slow work, done once, while a decision may be made several times: what it read may have changed until then. */
  prepare?: Preparing<Body, Prepared, Settings>;
  load?: (request: ActionRequest<Body>, context: DecisionContext<Settings>, prepared: Prepared) => R;
  /** Pure. Made again when another request overtook it. */
  decide: (input: Input<Body, Prepared, R>, context: DecisionContext<Settings>) => Decided;
  /** Asked before a stored answer is given again (`Idempotency-Key`). Absent: it may be given to whoever may ask. */
  repeat?: Repeat<Body>;
}

/** A command of whatever items and preparation: what they are stays between its own parts. */
export interface SomeCommand<Body, Settings> {
  prepare?: Preparing<Body, unknown, Settings>;
  load?: (request: ActionRequest<Body>, context: DecisionContext<Settings>, prepared: never) => Loads;
  decide: (input: Input<Body, never, never>, context: DecisionContext<Settings>) => Decided;
  repeat?: Repeat<Body>;
}

/** The part of an answer that is kept sealed, for it may hold a name and an address. */
export interface Kept {
  /** Without the token that it had. */
  body?: unknown;
  problem?: Problem;
  /** The subject of its token. */
  subject?: Subject;
  /** The reason why the token was given, see `granting`. */
  restsOn?: string;
  owner?: Owner;
}

/** Whether a stored answer may be given now: it must never grant more than a fresh one would. */
export interface Repeat<Body = unknown> {
  load(request: ActionRequest<Body>, kept: Kept, context: DecisionContext): Refs;
  /** Why it is given no more, undefined where it is. `loaded` has the names of the refs. */
  refuse(request: ActionRequest<Body>, kept: Kept, loaded: Loaded<Refs>, context: DecisionContext): Problem | undefined;
}

/** Loads by ref, so that `refuse` gets the items as they are typed. */
export function repeating<Body, R extends Loads>(repeat: {
  load(request: ActionRequest<Body>, kept: Kept, context: DecisionContext): R;
  refuse(request: ActionRequest<Body>, kept: Kept, loaded: Loaded<R>, context: DecisionContext): Problem | undefined;
}): Repeat<Body> {
  return repeat as Repeat<Body>;
}

/** The items of that moment, under the names they were asked by. */
export type Look = <R extends Loads>(refs: R) => Promise<Loaded<R>>;

export interface Input<Body, Prepared, R extends Loads> {
  request: ActionRequest<Body>;
  prepared: Prepared;
  loaded: Loaded<R>;
}

/** An action that only reads. */
export interface Query {
  find: (input: QueryInput) => Promise<Decided>;
}

/** A request, and where an answer to it may be looked for. */
export interface QueryInput {
  request: ActionRequest;
  store: Pick<Store, 'read' | 'query'>;
  objects: Pick<Objects, 'get'>;
  tokens: Pick<Tokens, 'publicKeys'>;
}

export type Action = Command | Query;

export function answer(status: number, body: unknown, commit?: Commit): Decided {
  return { kind: 'answer', answer: { status, body }, ...(commit && { commit }) };
}

/** `commit` is what must be remembered all the same. */
export function problem(what: Problem, commit?: Commit): Decided {
  return { kind: 'problem', problem: what, ...(commit && { commit }) };
}

/** A query answers this for a thing that will be there soon: it is asked again for a moment before the problem is answered. */
export function later(what: Problem): Decided {
  return { kind: 'problem', problem: what, later: true };
}

/** The answer says which version it shows: `etagOf` makes the text. */
export function tagged(etag: string, decided: Decided): Decided {
  if (decided.kind === 'problem') return decided;
  const { answer: given } = decided;
  return { ...decided, answer: { ...given, headers: { ...given.headers, etag } } };
}

/** For routes whose `access` says `found`: the caller gets it only where it is theirs. */
export function ownedBy(owner: Owner, decided: Decided): Decided {
  return { ...decided, owner };
}

/**
 * The answer gets a `token` for that subject, minted when it is given; it is stored nowhere. `restsOn` says what it is
 * given for, so that a repeat can be asked whether that still holds.
 */
export function granting(subject: Subject, decided: Decided, restsOn?: string): Decided {
  if (decided.kind === 'problem') return decided;
  return { ...decided, grants: subject, ...(restsOn !== undefined && { restsOn }) };
}

/** The body as its schema has it. Throws a 400 that names each field. */
export function checkBody<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  const result = parseSafely(schema, body);
  if (result.success) return result.data;
  const { errors, fields } = fieldErrors(result.issues, 'the body');
  throw new ProblemError({
    status: 400,
    code: 'INVALID_BODY',
    title: 'Invalid body',
    detail: `Not as expected: ${fields}.`,
    errors,
  });
}

export function notFound(what: string, commit?: Commit): Decided {
  return problem({ status: 404, code: 'NOT_FOUND', title: 'Not found', detail: `There is no such ${what}.` }, commit);
}
