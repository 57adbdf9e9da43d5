import { counters } from '../../../domain/analytics/counters.ts';
import { roles } from '../../../domain/roles.ts';
import { reads } from '../../../lib/declare/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { dayCounts, daysQuery } from './schemas.ts';

export const config = httpConfig({
  name: 'templateName',
  roles,
  routes: [
    {
      method: 'GET',
      path: '/api/v1/templateName/{counter}',
      action: 'show',
      summary: 'A counter, day by day.',
      access: { admin: 'all' },
      query: daysQuery,
      answers: { 200: dayCounts },
    },
  ],
  uses: [reads(counters)],
});
