/** A requested SMS: the message, and the key under which it is sent once; or why there is none. */
import { type Refusal, refuse } from '../../lib/commit/commit.ts';
import { type Prepared, send } from '../../lib/deliveries/delivery.ts';
import { e164 } from '../../lib/sms/number.ts';
import { plainSigns, segmentsOf } from '../../lib/sms/segments.ts';
import type { TextMessage } from '../../lib/sms/sms.ts';
import type { Text } from './frame.ts';
import { keyOf, type Requested, requestedText } from './requestedText.ts';

/** Each is paid for, and what a phone shows at once ends about there. */
const MOST_SEGMENTS = 3;

/** A number that is none goes on to the port, which refuses it as every provider would. */
export function requestedSms(event: Requested): Prepared<TextMessage> | Refusal {
  const found = requestedText(event);
  if (found.kind === 'refusal') return found;
  const body = written(found.text);
  const { encoding, count } = segmentsOf(body);
  if (count > MOST_SEGMENTS) {
    return refuse(`expected an SMS of at most ${MOST_SEGMENTS} segments, came ${count} in ${encoding}`);
  }
  const to = event.data.to.trim();
  return send(keyOf('sms', e164(to) ?? to, event, found.content), { to, body });
}

/** The subject stands on a line of its own; an SMS has no other place for it. */
function written({ subject, paragraphs }: Text): string {
  return plainSigns([subject, ...paragraphs].map((line) => line.trim()).join('\n'));
}
