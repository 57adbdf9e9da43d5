import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { recordLogin } from './recordLogin.ts';

export const handler = consumer(config, { 'user.logged_in': recordLogin, login: recordLogin });
