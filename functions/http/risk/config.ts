import { riskSubjects } from '../../../domain/risk/check.ts';
import { riskSettings } from '../../../domain/risk/rules.ts';
import { roles } from '../../../domain/roles.ts';
import { riskAlertCritical, riskAlertHigh, riskCheckCompleted, riskCheckStarted } from '../../../events/risk.ts';
import { publishes, table } from '../../../lib/declare/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { newCheck, verdict } from './schemas.ts';

export const config = httpConfig({
  name: 'risk',
  roles,
  routes: [
    {
      method: 'POST',
      path: '/api/v1/risk/checks',
      action: 'check',
      summary: 'How risky a subject is at this moment.',
      access: { admin: 'all', service: 'all' },
      body: newCheck,
      answers: { 201: verdict },
      creates: true,
    },
  ],
  settings: riskSettings,
  uses: [table(riskSubjects), publishes(riskCheckStarted, riskCheckCompleted, riskAlertHigh, riskAlertCritical)],
});
