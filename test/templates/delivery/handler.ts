import { delivery } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { templateName } from './templateName.ts';

export const handler = delivery(config, { 'user.registered': templateName });
