import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { detectUnusualLogin } from './detectUnusualLogin.ts';

export const handler = consumer(config, { 'user.logged_in': detectUnusualLogin });
