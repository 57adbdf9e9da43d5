/** Wrappers around the handling of a message: logging, metrics, tracing, whatever a function wants of its own. */

import { Fault } from '../errors/fault.ts';
import type { Result } from '../outcomes/result.ts';
import type { Message } from '../reading/message.ts';
import { shownValue } from '../text/shown.ts';
import type { Handling, Work } from './work.ts';

/** One try of a message. What it throws is a failure like one that it answers. */
export type Handle = (message: Message, work: Work) => Promise<Result>;

/** Sees every try, its result and what it throws; it may do something before, after, or instead. */
export type Wrapper = (next: Handle) => Handle;

/** A record may be handled by the time: nothing is decided about it, and the batch comes again. Fault WRAPPER_INVALID. */
function checked(next: Handle, wrap: Wrapper): Handle {
  const name = wrap.name === '' ? 'a wrapper without a name' : wrap.name;
  const handle: unknown = wrap(next);
  if (typeof handle !== 'function')
    throw new Fault('WRAPPER_INVALID', `${name} returned ${shownValue(handle)}; return async (message, work) => …`);
  return async (message, work) => {
    const result = (await handle(message, work)) as Result | undefined;
    if (result?.kind === 'done' || result?.kind === 'failed') return result;
    throw new Fault(
      'WRAPPER_INVALID',
      `${name} answered ${shownValue(result)}; return what next(message, work) answers`,
    );
  };
}

/**
 * Folded once; the list reads outermost first. Where there is none, messages are handled together as far as can be; with
 * any, each goes its own way, and only what they ask the store for at one moment is still asked for together.
 */
export function wrapped(handling: Handling, wrappers: readonly Wrapper[]): Handling {
  if (wrappers.length === 0) return handling;
  const { probe } = handling;
  return { one: wrappers.reduceRight<Handle>(checked, handling.one), ...(probe && { probe }) };
}
