import { delivery } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { deliverEmail } from './deliverEmail.ts';

export const handler = delivery(config, { 'notification.email': deliverEmail });
