import { delivery } from '../../../lib/consumer/constructors.ts';
import { chargeChannel } from './chargeChannel.ts';
import { config } from './config.ts';

export const handler = delivery(config, { 'saga.payment.start': chargeChannel });
