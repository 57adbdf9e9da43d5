import { type AlertSettings, currentCaseOf, type KnownCase, raiseAlert } from '../../../domain/risk/alert.ts';
import type { riskAlertHigh } from '../../../events/risk.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';

export const raiseRiskAlert: Decider<typeof riskAlertHigh, KnownCase, AlertSettings> = {
  load: currentCaseOf,
  decide: raiseAlert,
};
