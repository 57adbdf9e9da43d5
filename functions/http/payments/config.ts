import { seenCallbacks } from '../../../domain/payments/callbacks.ts';
import { payments } from '../../../domain/payments/payment.ts';
import { paymentCreated, paymentFailed, paymentSuccess } from '../../../events/payment.ts';
import { publishes, table } from '../../../lib/connect/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';

export const config = httpConfig({
  name: 'payments',
  routes: [
    { method: 'POST', path: '/api/v1/payments', action: 'create' },
    { method: 'GET', path: '/api/v1/payments/{id}', action: 'show' },
    { method: 'POST', path: '/api/v1/payments/{id}/result', action: 'result', signed: true },
  ],
  uses: [table(payments), table(seenCallbacks), publishes(paymentCreated, paymentSuccess, paymentFailed)],
});
