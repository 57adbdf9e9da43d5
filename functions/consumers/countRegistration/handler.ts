import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { countLogin, countRegistration } from './countRegistration.ts';

export const handler = consumer(config, { 'user.registered': countRegistration, 'user.logged_in': countLogin });
