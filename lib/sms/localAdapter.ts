/** SMS locally: an inbox that refuses what AWS refuses. */
import { randomUUID } from 'node:crypto';
import { Fault } from '../errors/fault.ts';
import type { Sender } from '../port/inbox.ts';
import type { LocalOpening } from '../port/port.ts';
import { openSmsInbox, type SmsInbox } from './localInbox.ts';
import { e164 } from './number.ts';
import { outgoing } from './outgoing.ts';
import type { Sms } from './sms.ts';

/** `optedOut` are the numbers that want no messages, as they would tell AWS by answering STOP. */
export function smsInto(inbox: SmsInbox, sender: Sender, optedOut: readonly string[]): Sms {
  const refused = new Set(optedOut.map((number) => e164(number)));
  return {
    takesKeys: sender.takesKeys,
    send: async (message, { key, signal }) => {
      if (signal.aborted) throw new Fault('TIMED_OUT', `an SMS under key ${key}`);
      const { to, body } = outgoing(message);
      if (refused.has(to)) throw new Fault('ADDRESS_REFUSED', 'SMS: the recipient opted out');
      inbox.receive({ to: [to], body }, key, sender);
      return { messageId: randomUUID() };
    },
  };
}

type Settings = { SMS_KEYS: boolean; SMS_OPTED_OUT: readonly string[] };

export function openLocal({ name, outside, settings, now }: LocalOpening<Settings>): Sms {
  const sender = { function: name, takesKeys: settings.SMS_KEYS, now };
  return smsInto(openSmsInbox(outside), sender, settings.SMS_OPTED_OUT);
}
