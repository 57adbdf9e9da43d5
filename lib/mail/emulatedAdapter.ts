/** E-mail with an emulator of AWS: SES, and a copy in the inbox. Apart, for the SDK is not loaded where it isn't needed. */
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { Log } from '../observability/log.ts';
import type { LocalOpening } from '../port/port.ts';
import { mailInto, openMailInbox } from './localAdapter.ts';
import type { Mail } from './mail.ts';
import { sesMail } from './ses.ts';

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
