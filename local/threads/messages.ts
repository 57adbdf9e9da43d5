/** The messages between the stack and a thread of functions. */

/** Given to a thread at its start. */
export interface ThreadData {
  /** The folder of compiled sources. */
  cache: string | undefined;
  /** Shared with the stack: how many imports are under way. */
  importing: Int32Array<SharedArrayBuffer>;
}

/** One invocation of a function. */
export interface Call {
  name: string;
  /** Exports `handler`. */
  file: string;
  /** JSON. */
  event: string;
  requestId: string;
  /** JSON. */
  clientContext?: string | undefined;
  timeoutSeconds: number;
  /** Whoever calls does so again when the call fails. */
  isRepeated: boolean;
}

export interface PostedCall extends Call {
  id: number;
  /** Epoch milliseconds. */
  endsAtMs: number;
  /** Shared with the stack: who claims it first decides whether the call begins or is withdrawn. */
  claim: Int32Array<SharedArrayBuffer>;
}

export interface Thrown {
  errorType: string;
  errorMessage: string;
  stack: string | undefined;
  /** A mistake in the code, which no retry heals. */
  isBug: boolean;
}

export type ToThread =
  | { kind: 'call'; call: PostedCall }
  | { kind: 'load'; name: string; file: string }
  | { kind: 'ping' };

export type FromThread =
  | { kind: 'up' }
  | { kind: 'pong' }
  | { kind: 'relay-wanted' }
  | { kind: 'answered'; id: number; answer: string }
  | { kind: 'failed'; id: number; error: Thrown }
  | { kind: 'printed'; stream: 'stdout' | 'stderr'; text: string }
  /** A rejection that nobody awaits, or an exception outside of any handler. */
  | { kind: 'stray'; name: string | undefined; error: Thrown }
  | { kind: 'exits'; name: string | undefined; status: number }
  /** The handler can't be imported. */
  | { kind: 'broken'; name: string; error: Thrown };

const FREE = 0;
const BEGUN = 1;
const WITHDRAWN = 2;

/** A number that threads share. */
export function sharedNumber(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** False: the call was withdrawn before. */
export function begin(claim: Int32Array): boolean {
  return Atomics.compareExchange(claim, 0, FREE, BEGUN) === FREE;
}

/** False: the call has begun before. */
export function withdraw(claim: Int32Array): boolean {
  return Atomics.compareExchange(claim, 0, FREE, WITHDRAWN) === FREE;
}

export function hasBegun(claim: Int32Array): boolean {
  return Atomics.load(claim, 0) === BEGUN;
}
