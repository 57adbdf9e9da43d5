/** Who did what to what: ids and codes only, no name or address of a person. */
import * as z from 'zod';
import { defineEvent } from '../lib/envelope/event.ts';
import { auditLogsTopic } from './topics/platform.ts';

export const auditLogged = defineEvent({
  type: 'audit.logs',
  version: 1,
  topic: auditLogsTopic,
  data: z.object({
    /** `user#373476556801234` */
    actor: z.string().min(1),
    action: z.string().min(1),
    subject: z.string().min(1),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
  key: (data) => data.actor,
});
