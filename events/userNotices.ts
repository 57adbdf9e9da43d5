/** What a user is to be told because of what happened to them, whichever way they want to hear it. */
import * as z from 'zod';
import { defineEvent } from '../lib/envelope/event.ts';
import { noticeCategory } from './noticeCategory.ts';
import { userNotificationsTopic } from './topics/userCentre.ts';
import { userId } from './userId.ts';

export const userNoticeRaised = defineEvent({
  type: 'user.notice_raised',
  version: 1,
  topic: userNotificationsTopic,
  data: z.object({
    user_id: userId,
    /** The template: `password_changed`. */
    notice: z.string().min(1),
    params: z.record(z.string(), z.unknown()).optional(),
    category: noticeCategory,
    cause_event_id: z.string(),
  }),
  key: (data) => data.user_id,
});
