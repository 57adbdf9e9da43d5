import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { syncUser } from './syncUser.ts';

export const handler = consumer(config, { 'user.updated': syncUser });
