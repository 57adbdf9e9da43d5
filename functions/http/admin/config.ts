import { alertCases } from '../../../domain/risk/alert.ts';
import { roles } from '../../../domain/roles.ts';
import { reads } from '../../../lib/declare/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { pageQuery } from '../../../lib/http/paging.ts';
import { alertList } from './schemas.ts';

export const config = httpConfig({
  name: 'admin',
  roles,
  routes: [
    {
      method: 'GET',
      path: '/api/v1/admin/alerts',
      action: 'listAlerts',
      summary: 'Open risk alerts, the latest first.',
      access: { admin: 'all' },
      query: pageQuery,
      answers: { 200: alertList },
    },
  ],
  uses: [reads(alertCases)],
});
