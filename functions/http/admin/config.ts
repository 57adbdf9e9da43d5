import { alertCases } from '../../../domain/risk/alert.ts';
import { table } from '../../../lib/connect/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';

export const config = httpConfig({
  name: 'admin',
  routes: [{ method: 'GET', path: '/api/v1/admin/alerts', action: 'listAlerts' }],
  uses: [table(alertCases)],
});
