import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { templateName } from './templateName.ts';

export const handler = consumer(config, { 'user.registered': templateName });
