/** A mail provider outside: what it accepted can't be taken back. It may know idempotency keys. */
import { Fault, toFault } from '../../lib/errors/fault.ts';
import type { Mail } from '../../lib/mail/mail.ts';
import { untilAborted } from './memoryLog.ts';
import type { Process } from './process.ts';
import { callFrom, type Network } from './remote.ts';

export interface Accepted {
  /** When it was called for; it may have taken its time to accept. */
  calledMs: number;
  key: string;
  /** The text that the delivery sent. */
  text: string;
  by: Process;
  /** Its success was told to who sent it. */
  isAnswered: boolean;
}

export interface Calls {
  made: number;
  failed: number;
  unclear: number;
}

export interface Provider {
  mailOf(caller: Process): Mail;
  accepted: readonly Accepted[];
  /** Idempotency key → how often it was called under it, how often that failed, and how often nobody knows. */
  calls: ReadonlyMap<string, Calls>;
}

/** No mail gets there. */
export const BOUNCING = 'bouncing@example.com';

export function createProvider(takesKeys: boolean, network: Network): Provider {
  const accepted: Accepted[] = [];
  const calls = new Map<string, Calls>();
  return {
    accepted,
    calls,
    mailOf: (by) => ({
      takesKeys,
      send: async (email, { key, signal }) => {
        let mine: Accepted | undefined;
        const calledMs = network.clock.now();
        const count = calls.get(key) ?? { made: 0, failed: 0, unclear: 0 };
        calls.set(key, count);
        count.made += 1;
        const effect = () => {
          if (email.to.includes(BOUNCING)) throw new Fault('ADDRESS_REFUSED', BOUNCING);
          if (takesKeys && accepted.some((other) => other.key === key)) return;
          mine = { calledMs, key, text: email.text, by, isAnswered: false };
          accepted.push(mine);
        };
        const call = callFrom(by, { service: 'provider', what: `send ${email.text}`, effect }, network);
        await untilAborted(call, signal).catch((error: unknown) => {
          count.failed += 1;
          if (toFault(error).class === 'transient') count.unclear += 1;
          throw error;
        });
        if (mine) mine.isAnswered = true;
      },
    }),
  };
}
