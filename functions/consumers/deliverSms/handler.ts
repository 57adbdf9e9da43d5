import { delivery } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { deliverSms } from './deliverSms.ts';

export const handler = delivery(config, { 'notification.sms': deliverSms });
