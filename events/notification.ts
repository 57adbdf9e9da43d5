/** Requests to tell somebody something, by a channel. */
import * as z from 'zod';
import { defineEvent } from '../lib/envelope/event.ts';
import { noticeCategory } from './noticeCategory.ts';
import { notificationEmailTopic, notificationSmsTopic, notificationWebhookTopic } from './topics/notifications.ts';

const request = z.object({
  to: z.string().min(1),
  subject: z.string().optional(),
  body: z.string().optional(),
  template: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  locale: z.string().optional(),
  cause_event_id: z.string().optional(),
  category: noticeCategory,
});

const shared = { version: 1, data: request, key: (data: { to: string }) => data.to } as const;

export const notificationEmail = defineEvent({ ...shared, type: 'notification.email', topic: notificationEmailTopic });
export const notificationSms = defineEvent({ ...shared, type: 'notification.sms', topic: notificationSmsTopic });

/** `to` is the address of a system, `body` the JSON that it gets; how it is signed and delivered is the deliverer's. */
export const notificationWebhook = defineEvent({
  ...shared,
  type: 'notification.webhook',
  topic: notificationWebhookTopic,
});
