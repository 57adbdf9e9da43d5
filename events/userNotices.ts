/** Notices: messages to a user about an event of their own account, sent over the channels that the user chose. */
import * as z from 'zod';
import { defineEvent, tolerant } from '../lib/envelope/event.ts';
import { noticeCategory } from './noticeCategory.ts';
import { userNotificationsTopic } from './topics/userCentre.ts';
import { userId } from './userId.ts';

const notice = z.object({
  user_id: userId,
  /** The template: `password_changed`. */
  notice: z.string().min(1),
  params: z.record(z.string(), z.unknown()).optional(),
  category: noticeCategory,
  cause_event_id: z.string(),
});

export const userNoticeRaised = defineEvent({
  type: 'user.notice_raised',
  version: 1,
  topic: userNotificationsTopic,
  data: notice,
  reads: tolerant(notice.extend({ category: z.string().min(1) }), ['user_id', 'category', 'cause_event_id']),
  key: (data) => data.user_id,
});
