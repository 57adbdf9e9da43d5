import { riskSubjects } from '../../../domain/risk/check.ts';
import { riskSettings } from '../../../domain/risk/rules.ts';
import { riskAlertCritical, riskAlertHigh, riskCheckCompleted, riskCheckStarted } from '../../../events/risk.ts';
import { publishes, table } from '../../../lib/connect/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';

export const config = httpConfig({
  name: 'risk',
  routes: [{ method: 'POST', path: '/api/v1/risk/checks', action: 'check' }],
  settings: riskSettings,
  uses: [table(riskSubjects), publishes(riskCheckStarted, riskCheckCompleted, riskAlertHigh, riskAlertCritical)],
});
