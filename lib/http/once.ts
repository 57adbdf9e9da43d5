/** How a request is known again: by its `Idempotency-Key`, or as a signed message. */
import canonicalize from 'canonicalize';
import type { DecisionContext } from '../commit/commit.ts';
import { type Ref, ref } from '../store/store.ts';
import { CALLBACK_MEMORY_SECONDS, type Callback, signatureRefused } from './callback.ts';
import { type IdempotencyRow, idempotencyKeys, seenCallbacks } from './idempotencyRow.ts';
import { type Problem, ProblemError } from './problem.ts';

/** One request, as it is known again. */
export interface Once {
  ref: Ref<IdempotencyRow>;
  bodyHash: string;
  /** Opens the kept answer: made from the request, so nobody has it who doesn't make the same one. */
  secret: string;
  memorySeconds: number;
  /** Answered to another request that comes under the same name. */
  reused: Problem;
  /** Nobody knows whether two requests under one name come from one caller, so the second is decided for itself. */
  isOpen?: true;
  /** Refusals are remembered too, and given again. */
  keepsProblems?: true;
}

export interface Repeatable {
  /** The text of the Idempotency-Key header, unchanged. */
  key: string;
  /** Names who asks, as `callerNames` does; undefined on an open route. */
  caller: readonly string[] | undefined;
  /** On an open route: whose account the request is about; undefined where it names none. */
  account?: string | undefined;
  /** `POST /v1/things` */
  route: string;
  body: unknown;
}

const DAY_SECONDS = 86_400;
const PRINTABLE = /^[\x21-\x7e]{1,255}$/;

/**
 * Keys and bodies are kept as HMAC: they may hold anything. On an open route the account that the body names stands for
 * the caller, and the whole body where it names none: two strangers who choose the same key must not meet. Throws a 400
 * for what is no key.
 */
export function onceOf({ key, caller, account, route, body }: Repeatable, { digest }: DecisionContext): Once {
  if (!PRINTABLE.test(key)) throw badKey();
  const sent = canonical(body);
  const who = caller ?? ['open', ...(account === undefined ? ['body', sent] : ['account', account])];
  return {
    ref: ref(idempotencyKeys, digest(JSON.stringify([route, key, who]))),
    bodyHash: digest(JSON.stringify(['body', sent])),
    secret: digest(JSON.stringify(['answer', route, key, who, sent])),
    memorySeconds: DAY_SECONDS,
    reused: keyReused,
    ...(!caller && { isOpen: true }),
  };
}

/**
 * A signed message is spent by its first use, whatever was answered: it names no resource, so a captured one could be
 * sent to another. `place` is the route and the parts of its path; the same bytes to the same place are a repeat.
 */
export function onceOfCallback({ id, timestamp, body }: Callback, place: string, { digest }: DecisionContext): Once {
  const used = JSON.stringify([place, id, timestamp, body]);
  return {
    ref: ref(seenCallbacks, digest(`${id}.${timestamp}`)),
    bodyHash: digest(JSON.stringify(['callback', used])),
    secret: digest(JSON.stringify(['callback answer', used])),
    memorySeconds: CALLBACK_MEMORY_SECONDS,
    reused: signatureRefused().problem,
    keepsProblems: true,
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

const keyReused = {
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
