/** The event `template.named`. */
import * as z from 'zod';
import { userEventsTopic } from '../../../events/topics/userCentre.ts';
import { userId } from '../../../events/userId.ts';
import { defineEvent, tolerant } from '../../../lib/envelope/event.ts';

/** Written strictly; readers take events without a reason, too. */
const data = z.object({ user_id: userId, reason: z.string().min(1) });

export const templateNamed = defineEvent({
  type: 'template.named',
  version: 1,
  topic: userEventsTopic,
  data,
  reads: tolerant(data, ['reason']),
  key: ({ user_id }) => user_id,
});
