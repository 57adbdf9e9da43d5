/** Registrations and log-ins as facts for analytics: who and when, nothing of the person. */
import * as z from 'zod';
import { defineEvent } from '../lib/envelope/event.ts';
import { userAnalyticsTopic } from './topics/userCentre.ts';
import { userId } from './userId.ts';

/** `day` is UTC, `2026-11-21`. */
const counted = z.object({ user_id: userId, day: z.iso.date(), cause_event_id: z.string() });

const shared = {
  version: 1,
  topic: userAnalyticsTopic,
  data: counted,
  key: (data: { user_id: string }) => data.user_id,
};

export const registrationCounted = defineEvent({ ...shared, type: 'user.registration_counted' });

export const loginCounted = defineEvent({ ...shared, type: 'user.login_counted' });
