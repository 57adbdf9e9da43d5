/** The one confirmation that an account was deleted. The event carries all it needs: nothing is left to look it up in. */
import type { userDeleted } from '../../events/user.ts';
import { type Skip, skip } from '../../lib/commit/commit.ts';
import { type Prepared, send } from '../../lib/deliveries/delivery.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { DataOf } from '../../lib/envelope/event.ts';
import type { Email } from '../../lib/mail/mail.ts';
import { framed } from './frame.ts';
import { languageOf } from './language.ts';
import { time } from './template.ts';
import { userDeleted as text } from './templates/userDeleted.ts';

/** Once per user, however often and with whatever address a deletion is told. */
export function confirmationOf({ data, timestamp }: Envelope<DataOf<typeof userDeleted>>): Prepared<Email> | Skip {
  const { user_id, email, locale } = data;
  if (user_id === undefined) return skip('a deletion without a user id');
  if (email === undefined) return skip('a deletion without an address');
  const language = languageOf(locale);
  return send(user_id, framed(email, text.write({ at: time.parse(timestamp) }, language), language));
}
