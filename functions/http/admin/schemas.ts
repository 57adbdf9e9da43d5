/** A risk alert as admins see it. */
import * as z from 'zod';
import { next } from '../../../lib/http/paging.ts';

const alert = z.object({
  id: z.string(),
  subject_type: z.string(),
  subject_id: z.string(),
  level: z.string(),
  score: z.number(),
  reasons: z.array(z.string()),
  alerts: z.int().describe('how many were added to this case'),
  status: z.enum(['open', 'acknowledged']),
  opened_at: z.iso.datetime(),
  last_at: z.iso.datetime(),
});

export const alertList = z.object({ alerts: z.array(alert), next });
