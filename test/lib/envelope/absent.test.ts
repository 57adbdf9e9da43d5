import { expect, test } from 'vitest';
import { paymentSuccess } from '../../../events/payment.ts';
import { userRegistered } from '../../../events/user.ts';

const payment = { payment_id: 'p', merchant_id: 'm', amount: 5, currency: 'EUR' };

test('null and Go’s empty text stand for absent where a field may be missing', () => {
  expect(paymentSuccess.read({ ...payment, order_id: '', metadata: null })).toEqual(payment);
  expect(userRegistered.read({ user_id: '7', email: '', locale: '' })).toEqual({ user_id: '7', locale: '' });
});

test('an empty text is refused where the field is needed', () => {
  expect(() => paymentSuccess.read({ ...payment, currency: '' })).toThrow('currency');
  expect(() => paymentSuccess.read({ ...payment, payment_id: '' })).toThrow('payment_id');
});

test('unknown fields keep their nulls and empty texts', () => {
  expect(paymentSuccess.read({ ...payment, note: '', more: null })).toEqual({ ...payment, note: '', more: null });
});
