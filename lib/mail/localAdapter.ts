/** E-mail locally: an inbox that refuses what SES refuses. With an emulator of AWS, SES and a copy in the inbox. */
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { Fault } from '../errors/fault.ts';
import type { Log } from '../observability/log.ts';
import { type Arrival, type Inbox, openInbox, type Sender } from '../port/inbox.ts';
import type { LocalOpening } from '../port/port.ts';
import type { Email, Mail } from './mail.ts';
import { recipientsOf } from './recipients.ts';
import { sesMail } from './ses.ts';

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

/** The inbox gets a copy of each e-mail that SES took, since each emulator shows its mail in another way, or not at all. */
export function openEmulated({ name, outside, settings, now }: LocalOpening<{ MAIL_FROM: string }>): Mail {
  const mail = sesMail({ from: settings.MAIL_FROM });
  const copies = mailInto(openMailInbox(outside), { function: name, takesKeys: false, now });
  return {
    takesKeys: mail.takesKeys,
    async send(email, options) {
      await mail.send(email, options);
      await copies.send(email, options);
    },
  };
}

/** SES takes mail from senders it has verified only. An emulator that knows no identities asks for none. */
export async function nameSender(from: string, log: Log): Promise<void> {
  const client = new SESv2Client({ maxAttempts: 1 });
  try {
    await client.send(new CreateEmailIdentityCommand({ EmailIdentity: from }));
  } catch (error) {
    log.debug('sender.not-named', { from, error: String(error) });
  } finally {
    client.destroy();
  }
}
