import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { reserveOrder } from './reserveOrder.ts';

export const handler = consumer(config, { 'saga.payment.start': reserveOrder });
