/** A requested e-mail: the message, and the key under which it is sent once; or why there is none. */
import type { Refusal } from '../../lib/commit/commit.ts';
import { type Prepared, send } from '../../lib/deliveries/delivery.ts';
import { normaliseAddress } from '../../lib/mail/address.ts';
import type { Email } from '../../lib/mail/mail.ts';
import { framed } from './frame.ts';
import { keyOf, type Requested, requestedText } from './requestedText.ts';

export function requestedEmail(event: Requested): Prepared<Email> | Refusal {
  const found = requestedText(event);
  if (found.kind === 'refusal') return found;
  const to = event.data.to.trim();
  const key = keyOf('email', normaliseAddress(event.data.to), event, found.content);
  return send(key, framed(to, found.text, found.language));
}
