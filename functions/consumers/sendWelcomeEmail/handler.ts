import { delivery } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { sendWelcomeEmail } from './sendWelcomeEmail.ts';

export const handler = delivery(config, { 'user.registered': sendWelcomeEmail, welcome_email: sendWelcomeEmail });
