/** E-mail locally: an inbox that refuses what SES refuses. */
import { Fault } from '../errors/fault.ts';
import { type Arrival, type Inbox, openInbox, type Sender } from '../port/inbox.ts';
import type { LocalOpening } from '../port/port.ts';
import type { Email, Mail } from './mail.ts';
import { recipientsOf } from './recipients.ts';

/** An e-mail as it arrived. */
export type ReceivedEmail = Email & Arrival;

export type MailInbox = Inbox<Email, ReceivedEmail>;

export function openMailInbox(outside: string): MailInbox {
  return openInbox<Email>(outside, 'mail');
}

export function mailInto(inbox: MailInbox, sender: Sender): Mail {
  return {
    takesKeys: sender.takesKeys,
    send: async (email, { key, signal }) => {
      if (signal.aborted) throw new Fault('TIMED_OUT', `an e-mail under key ${key}`);
      recipientsOf(email);
      inbox.receive(email, key, sender);
    },
  };
}

export function openLocal({ name, outside, settings, now }: LocalOpening<{ MAIL_KEYS: boolean }>): Mail {
  return mailInto(openMailInbox(outside), { function: name, takesKeys: settings.MAIL_KEYS, now });
}
