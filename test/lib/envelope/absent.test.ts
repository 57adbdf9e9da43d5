import { expect, test } from 'vitest';
import { paymentSuccess } from '../../../events/payment.ts';
import { trxLogin, welcomeEmail } from '../../../events/trx.ts';
import { userDeleted, userLoggedIn, userRegistered } from '../../../events/user.ts';
import { registrationCounted } from '../../../events/userAnalytics.ts';

const payment = { payment_id: 'p', merchant_id: 'm', amount: 5, currency: 'EUR' };

test('null and Go’s empty text stand for absent where a field may be missing', () => {
  expect(paymentSuccess.read({ ...payment, order_id: '', metadata: null })).toEqual(payment);
  const nothing = { username: '', email: '', status: '', locale: '' };
  expect(userRegistered.read({ user_id: '7', ...nothing })).toEqual({ user_id: '7' });
  expect(userDeleted.read({ user_id: '7', ...nothing })).toEqual({ user_id: '7', status: '' });
  expect(welcomeEmail.read({ user_id: '7', ...nothing })).toEqual({ user_id: '7', status: '' });
  expect(trxLogin.read({ user_id: '7', ip: '' })).toEqual({ user_id: '7', ip: '' });
});

test('Go’s 0 stands for absent where a field may be missing and takes numbers, but not this one', () => {
  expect(userRegistered.read({ user_id: 0, username: 'zoe', user_version: 0 })).toEqual({ username: 'zoe' });
  expect(userLoggedIn.read({ user_id: 7, failed_attempts: 0 })).toEqual({ user_id: '7', failed_attempts: 0 });
  expect(() => userRegistered.read({ username: 0 })).toThrow('username');
  const counted = { day: '2026-11-21', cause_event_id: 'e' };
  expect(() => registrationCounted.read({ user_id: 0, ...counted })).toThrow('user_id');
});

test('an empty text is refused where the field is needed', () => {
  expect(() => paymentSuccess.read({ ...payment, currency: '' })).toThrow('currency');
  expect(() => paymentSuccess.read({ ...payment, payment_id: '' })).toThrow('payment_id');
});

test('unknown fields keep their nulls and empty texts', () => {
  expect(paymentSuccess.read({ ...payment, note: '', more: null })).toEqual({ ...payment, note: '', more: null });
});
