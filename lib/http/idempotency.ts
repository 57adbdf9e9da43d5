/** `Idempotency-Key`: the same request again gets the same answer, and nothing is done twice. */
import canonicalize from 'canonicalize';
import type { Surroundings } from '../commit/commit.ts';
import { placeOf, seal, unseal } from '../sealing/seal.ts';
import { type Put, put, type Ref, ref } from '../store/store.ts';
import type { Principal, Subject } from '../token/principal.ts';
import { answer, type Decided, problem } from './action.ts';
import { type IdempotencyRow, idempotencyKeys } from './idempotencyRow.ts';
import { ProblemError } from './problem.ts';

/** One request, as it is known again. */
export interface Once {
  ref: Ref<IdempotencyRow>;
  bodyHash: string;
  /** Opens the kept answer: made from the request, so nobody has it who doesn't make the same one. */
  secret: string;
}

/** What is sealed of an answer: it may hold a name and an address. */
interface Kept {
  /** Without the token that it had. */
  body: unknown;
  /** Whom a token is minted for when it is answered again. */
  subject?: Subject;
}

export interface Repeatable {
  /** As the header has it. */
  key: string;
  /** undefined on an open route: all callers share one scope there, and the body tells them apart. */
  principal: Principal | undefined;
  /** `POST /api/v1/payments` */
  route: string;
  body: unknown;
}

const DAY_SECONDS = 86_400;
const PRINTABLE = /^[\x21-\x7e]{1,255}$/;

/** Keys and bodies are kept as HMAC: they may hold anything. Throws a 400 for what is no key. */
export function onceOf({ key, principal, route, body }: Repeatable, { digest }: Surroundings): Once {
  if (!PRINTABLE.test(key)) throw badKey();
  // Not their roles: who gains one meanwhile is the same caller.
  const who = principal ? [principal.issuer, principal.id, principal.merchantId ?? ''] : [];
  const sent = canonical(body);
  return {
    ref: ref(idempotencyKeys, digest(JSON.stringify([route, key, who]))),
    bodyHash: digest(JSON.stringify(['body', sent])),
    secret: digest(JSON.stringify(['answer', route, key, who, sent])),
  };
}

/** Equal for equal bodies, whatever the order of their fields (RFC 8785). Throws a 400 for text that is none. */
function canonical(body: unknown): string {
  try {
    return canonicalize(body) ?? '';
  } catch (cause) {
    const detail = 'A value is no proper Unicode text.';
    throw new ProblemError({ status: 400, code: 'INVALID_VALUE', title: 'Invalid value', detail }, { cause });
  }
}

/** The answer that stands there, if any. */
export function replayOf(row: IdempotencyRow | undefined, once: Once, nowMs: number): Decided | undefined {
  if (!isAlive(row, nowMs)) return undefined;
  if (row.bodyHash !== once.bodyHash) return problem(reused);
  const { body, subject } = unseal(once.secret, placeOf(once.ref), row.sealed) as Kept;
  const again = answer(row.status, body);
  if (again.kind !== 'answer') return again;
  const marked = { ...again.answer, headers: { 'idempotent-replayed': 'true' } };
  return { kind: 'answer', answer: marked, ...(subject && { grants: subject }) };
}

/** To be written together with what was decided; fails when another request came first. */
export function remember(decided: Decided, once: Once, before: IdempotencyRow | undefined, nowMs: number): Put[] {
  if (decided.kind !== 'answer') return [];
  const { answer: given, grants } = decided;
  const kept: Kept = { body: given.body ?? null, ...(grants && { subject: grants }) };
  const row: IdempotencyRow = {
    pk: once.ref.pk,
    sk: once.ref.sk,
    bodyHash: once.bodyHash,
    status: given.status,
    sealed: seal(once.secret, placeOf(once.ref), kept),
    expiresAt: Math.ceil(nowMs / 1000) + DAY_SECONDS,
  };
  // A store may keep for days what has expired.
  return [put(idempotencyKeys, row, before ? { equals: { expiresAt: before.expiresAt } } : { absent: true })];
}

function isAlive(row: IdempotencyRow | undefined, nowMs: number): row is IdempotencyRow {
  return row !== undefined && row.expiresAt * 1000 > nowMs;
}

const reused = {
  status: 422,
  code: 'IDEMPOTENCY_KEY_REUSED',
  title: 'Idempotency key used before',
  detail: 'This Idempotency-Key came with another body before. A new request needs a new key.',
};

function badKey(): ProblemError {
  const message = 'expected 1 to 255 visible ASCII characters';
  return new ProblemError({
    status: 400,
    code: 'INVALID_HEADER',
    title: 'Invalid header',
    detail: 'Not as expected: Idempotency-Key.',
    errors: [{ path: 'Idempotency-Key', message }],
  });
}
