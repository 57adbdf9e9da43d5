import { consumer } from '../../../lib/consumer/constructors.ts';
import { cleanUpDeletedUser } from './cleanUpDeletedUser.ts';
import { config } from './config.ts';

export const handler = consumer(config, { 'user.deleted': cleanUpDeletedUser });
