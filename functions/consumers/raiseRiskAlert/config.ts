import { alertCases, alertSettings, currentCases } from '../../../domain/risk/alert.ts';
import { notificationEmail, notificationSms } from '../../../events/notification.ts';
import { riskAlertCritical, riskAlertHigh } from '../../../events/risk.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { publishes, table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the engine's mark on the event id: an alert adds to its case once. */
export const config = consumerConfig({
  name: 'raiseRiskAlert',
  events: [riskAlertHigh, riskAlertCritical],
  settings: alertSettings,
  uses: [table(alertCases), table(currentCases), publishes(notificationEmail, notificationSms)],
});
