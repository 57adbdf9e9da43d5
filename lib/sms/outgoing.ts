/** A text message as a provider takes it, the same for every adapter: what one refuses, all refuse. */
import { Fault } from '../errors/fault.ts';
import { shapeOf } from '../observability/shape.ts';
import { e164 } from './number.ts';
import type { TextMessage } from './sms.ts';

/** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html */
const LONGEST_BODY = 1_600;

/** Faults ADDRESS_REFUSED, REQUEST_REFUSED; neither repeats the number or the text. */
export function outgoing({ to, body }: TextMessage): TextMessage {
  const number = e164(to);
  if (number === undefined) throw new Fault('ADDRESS_REFUSED', `expected a phone number, +4930…, came ${shapeOf(to)}`);
  if (body.trim() === '' || body.length > LONGEST_BODY)
    throw new Fault('REQUEST_REFUSED', `expected an SMS of 1 to ${LONGEST_BODY} characters, came ${body.length}`);
  return { to: number, body };
}
