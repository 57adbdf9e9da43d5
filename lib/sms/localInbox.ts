/** The inbox of SMS by itself: the inspection API reads it, and loads nothing that knows telephone numbers. */
import { type Arrival, type Inbox, openInbox } from '../port/inbox.ts';

/** `to` is a list in every inbox. */
interface Kept {
  to: string[];
  body: string;
}

/** A text message as it arrived. */
export type ReceivedSms = Kept & Arrival;

export type SmsInbox = Inbox<Kept, ReceivedSms>;

export function openSmsInbox(outside: string): SmsInbox {
  return openInbox<Kept>(outside, 'sms');
}
