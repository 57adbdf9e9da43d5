/** Risk checks and the alerts that follow from them. */
import * as z from 'zod';
import { defineEvent, tolerant } from '../lib/envelope/event.ts';
import { currency } from './money.ts';
import {
  riskAlertCriticalTopic,
  riskAlertHighTopic,
  riskCheckCompletedTopic,
  riskCheckStartedTopic,
} from './topics/risk.ts';

const subject = z.object({
  check_id: z.string().min(1),
  subject_type: z.string().min(1),
  subject_id: z.string().min(1),
  amount: z.int().nonnegative().optional(),
  currency: currency.optional(),
  payment_id: z.string().optional(),
});

const verdict = subject.extend({ score: z.int(), level: z.string(), reasons: z.array(z.string()) });

const shared = { version: 1, key: (data: { subject_id: string }) => data.subject_id } as const;

export const riskCheckStarted = defineEvent({
  ...shared,
  type: 'risk.check.started',
  topic: riskCheckStartedTopic,
  data: subject,
});

export const riskCheckCompleted = defineEvent({
  ...shared,
  type: 'risk.check.completed',
  topic: riskCheckCompletedTopic,
  data: verdict,
});

const reads = tolerant(verdict, ['check_id', 'subject_type', 'score', 'level', 'reasons']);

export const riskAlertHigh = defineEvent({
  ...shared,
  type: 'risk.alert.high',
  topic: riskAlertHighTopic,
  data: verdict,
  reads,
});

export const riskAlertCritical = defineEvent({
  ...shared,
  type: 'risk.alert.critical',
  topic: riskAlertCriticalTopic,
  data: verdict,
  reads,
});
