/** Requests to tell somebody something, by a channel. */
import * as z from 'zod';
import { defineEvent, tolerant } from '../lib/envelope/event.ts';
import { noticeCategory } from './noticeCategory.ts';
import { notificationEmailTopic, notificationSmsTopic, notificationWebhookTopic } from './topics/notifications.ts';
import { userId } from './userId.ts';

/** Never empty, so that the empty text of who has none is read as none. */
const text = z.string().min(1).optional();

const request = z.object({
  to: z.string().min(1),
  subject: text,
  body: text,
  template: text,
  params: z.record(z.string(), z.unknown()).optional(),
  locale: text,
  cause_event_id: text,
  category: noticeCategory,
  /** The user whom it is for, if it is one: nothing is sent to a user who was deleted meanwhile. */
  user_id: userId.optional(),
});

/** Others ask without a category, or with one of their own. */
const reads = tolerant(request.extend({ category: z.string().min(1) }), ['category']);

const shared = { version: 1, data: request, reads, key: (data: { to: string }) => data.to } as const;

export const notificationEmail = defineEvent({ ...shared, type: 'notification.email', topic: notificationEmailTopic });
export const notificationSms = defineEvent({ ...shared, type: 'notification.sms', topic: notificationSmsTopic });

/** `to` is the address of a system, `body` the JSON that it gets; how it is signed and delivered is the deliverer's. */
export const notificationWebhook = defineEvent({
  ...shared,
  type: 'notification.webhook',
  topic: notificationWebhookTopic,
});
