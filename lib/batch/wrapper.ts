/** Wrappers around the handling of a message: logging, metrics, tracing, whatever a function wants of its own. */

import type { Result } from '../outcomes/result.ts';
import type { Message } from '../reading/message.ts';
import type { Handling, Work } from './work.ts';

/** One try of a message. What it throws is a failure like one that it answers. */
export type Handle = (message: Message, work: Work) => Promise<Result>;

/** Sees every try, its result and what it throws; it may do something before, after, or instead. */
export type Wrapper = (next: Handle) => Handle;

/**
 * Folded once; the list reads outermost first. Where there is none, messages are handled together as far as can be; with
 * any, each goes its own way, and only what they ask the store for at one moment is still asked for together.
 */
export function wrapped(handling: Handling, wrappers: readonly Wrapper[]): Handling {
  if (wrappers.length === 0) return handling;
  const { probe } = handling;
  return { one: wrappers.reduceRight<Handle>((next, wrap) => wrap(next), handling.one), ...(probe && { probe }) };
}
