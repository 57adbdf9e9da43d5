import * as z from 'zod';
import { alertCases } from '../../../domain/risk/alert.ts';
import { jobConfig } from '../../../lib/declare/jobConfig.ts';
import { cron } from '../../../lib/declare/schedule.ts';
import { table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the case's version, and by its status: it is found while it is open. */
export const config = jobConfig({
  name: 'templateName',
  schedule: cron('0 2 * * ? *'),
  settings: z.object({
    QUIET_DAYS: z.coerce.number().int().min(1).default(30).describe('days after which a case rests'),
  }),
  uses: [table(alertCases)],
  timeoutSeconds: 300,
});
