import { expect, it } from 'vitest';
import { deadLetter } from '../../events/deadLetters.ts';
import { paymentSuccess } from '../../events/payment.ts';
import { riskAlertCritical, riskAlertHigh } from '../../events/risk.ts';
import { welcomeEmail } from '../../events/trx.ts';
import { userRegistered } from '../../events/user.ts';
import { displayNames, readings } from './readings.ts';

// Place, whether it has a key, and what becomes of it.
it('the batch for sendWelcomeEmail holds what user.events can hold', () => {
  expect(readings('sendWelcomeEmail', [userRegistered, welcomeEmail])).toEqual([
    ['user.events-0@17', false, 'message user.events-0-17'],
    ['user.events-0@18', true, 'message evt-1795248006000000000'],
    ['user.events-1@41', true, 'message 0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11'],
    ['user.events-1@42', true, 'message 7f1d2c9a-88f4-4d0b-a7a5-1f6f0f4f4b02'],
    ['user.events-1@43', true, 'unreadable SCHEMA_MISMATCH'],
    ['user.events-1@44', true, 'ignored user.profile_updated'],
    ['user.events-2@5', false, 'unreadable NOT_JSON'],
    ['user.events-2@6', true, 'unreadable NO_VALUE'],
  ]);
});

it('the batch for initialiseUserSettings holds what user-events can hold', () => {
  expect(readings('initialiseUserSettings', [userRegistered])).toEqual([
    ['user-events-0@3', true, 'message user-events-0-3'],
    ['user-events-0@4', false, 'message user-events-0-4'],
    ['user-events-0@5', true, 'message user-events-0-5'],
    ['user-events-1@7', true, 'message 0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11'],
    ['user-events-1@8', true, 'ignored user_updated'],
    ['user-events-2@11', true, 'unreadable UNSAFE_INTEGER'],
  ]);
});

it('the batch for archiveDeadLetters holds letters of ours, of Kafka Connect and of Lambda', () => {
  expect(readings('archiveDeadLetters', [deadLetter])).toEqual([
    ['dead-letter-queue-0@1', false, 'message dead-letter-queue-0-1'],
    ['dead-letter-queue-1@2', true, 'message dead-letter-queue-1-2'],
    ['dead-letter-queue-1@3', true, 'message dead-letter-queue-1-3'],
    ['dead-letter-queue-2@0', true, 'message dead-letter-queue-2-0'],
    ['dead-letter-queue-2@1', true, 'message dead-letter-queue-2-1'],
  ]);
});

it('the batch for postAccounting holds what payment.success can hold', () => {
  expect(readings('postAccounting', [paymentSuccess])).toEqual([
    ['payment.success-0@1041', true, 'message 6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b02'],
    ['payment.success-0@1042', true, 'message 6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b02'],
    ['payment.success-0@1043', true, 'message payment.success-0-1043'],
    ['payment.success-0@1044', true, 'unreadable SCHEMA_MISMATCH'],
    ['payment.success-0@1045', true, 'ignored payment.settled'],
    ['payment.success-1@88', true, 'message payment.success-1-88'],
    ['payment.success-1@89', true, 'message 6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b0c'],
    ['payment.success-2@5', false, 'message payment.success-2-5'],
    ['payment.success-2@6', true, 'unreadable UNSAFE_INTEGER'],
    ['payment.success-2@7', false, 'message evt-pay-7'],
    ['payment.success-2@8', true, 'unreadable NO_VALUE'],
  ]);
});

it('the batch for raiseRiskAlert holds what risk.alert.high can hold', () => {
  expect(readings('raiseRiskAlert', [riskAlertHigh, riskAlertCritical])).toEqual([
    ['risk.alert.high-0@20', true, 'message 6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b08'],
    ['risk.alert.high-0@21', true, 'message 6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b08'],
    ['risk.alert.high-0@22', true, 'message risk.alert.high-0-22'],
    ['risk.alert.high-1@5', true, 'message 6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b0d'],
    ['risk.alert.high-1@6', true, 'ignored risk.alert.medium'],
    ['risk.alert.high-1@7', true, 'unreadable SCHEMA_MISMATCH'],
    ['risk.alert.high-2@9', false, 'message risk.alert.high-2-9'],
    ['risk.alert.high-2@10', false, 'unreadable NOT_JSON'],
  ]);
});

it.each([
  ['postAccounting', ['Zoë', '林梅']],
  ['raiseRiskAlert', ['Zoë', '林梅']],
  ['sendWelcomeEmail', ['林梅', 'Zoë']],
  ['initialiseUserSettings', ['林梅']],
  ['archiveDeadLetters', ['Zoë']],
])('the batch for %s has header bytes above 127', (batch, expected) => {
  expect(displayNames(batch)).toEqual(expected);
});
