import { consumer } from '../../../lib/consumer/constructors.ts';
import { alike } from '../../../lib/decisions/decider.ts';
import { config } from './config.ts';
import { syncUser } from './syncUser.ts';

export const handler = consumer(config, alike(config.events, syncUser));
