import { payments } from '../../../domain/payments/payment.ts';
import { refunds } from '../../../domain/payments/refund.ts';
import { roles } from '../../../domain/roles.ts';
import { sagaSettings } from '../../../domain/saga/begin.ts';
import { sagas } from '../../../domain/saga/saga.ts';
import { paymentStreams } from '../../../events/paymentStreams.ts';
import { publishes, table } from '../../../lib/declare/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { channelResult, newPayment, newRefund, payment, refund } from './schemas.ts';

export const config = httpConfig({
  name: 'payments',
  roles,
  routes: [
    {
      method: 'POST',
      path: '/api/v1/payments',
      action: 'create',
      summary: 'Makes a payment; what becomes of it, the channel tells.',
      access: { admin: 'all', service: 'all', merchant: 'body.merchant_id' },
      body: newPayment,
      answers: { 201: payment },
      creates: true,
    },
    {
      method: 'GET',
      path: '/api/v1/payments/{id}',
      action: 'show',
      summary: 'A payment as it is now.',
      access: { admin: 'all', service: 'all', merchant: 'found' },
      answers: { 200: payment },
    },
    {
      method: 'POST',
      path: '/api/v1/payments/{id}/result',
      action: 'result',
      summary: 'The channel tells what became of the payment. The first result is final.',
      access: 'signed',
      body: channelResult,
      answers: { 200: payment },
      problems: { 409: ['RESULT_CONFLICT'] },
    },
    {
      method: 'POST',
      path: '/api/v1/payments/{id}/refunds',
      action: 'createRefund',
      summary: 'Asks the channel to refund a part of a payment, or what is left of it.',
      access: { admin: 'all', service: 'all', merchant: 'found' },
      body: newRefund,
      answers: { 201: refund },
      problems: { 409: ['TRANSITION_REFUSED'], 422: ['REFUND_TOO_LARGE'] },
      creates: true,
    },
    {
      method: 'GET',
      path: '/api/v1/refunds/{id}',
      action: 'showRefund',
      summary: 'A refund as it is now.',
      access: { admin: 'all', service: 'all', merchant: 'found' },
      answers: { 200: refund },
    },
    {
      method: 'POST',
      path: '/api/v1/refunds/{id}/result',
      action: 'refundResult',
      summary: 'The channel tells what became of the refund. The first result is final.',
      access: 'signed',
      body: channelResult,
      answers: { 200: refund },
      problems: { 409: ['RESULT_CONFLICT'] },
    },
  ],
  settings: sagaSettings,
  uses: [table(payments), table(refunds), table(sagas), publishes(...paymentStreams)],
});
