import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { storeOrderHistory } from './storeOrderHistory.ts';

export const handler = consumer(config, { 'order-events': storeOrderHistory });
