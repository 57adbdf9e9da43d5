import { delivery } from '../../../lib/consumer/constructors.ts';
import { compensatePayment } from './compensatePayment.ts';
import { config } from './config.ts';

export const handler = delivery(config, { 'saga.payment.compensate': compensatePayment });
