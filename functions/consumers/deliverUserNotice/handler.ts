import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { deliverUserNotice } from './deliverUserNotice.ts';

export const handler = consumer(config, { 'user.notice_raised': deliverUserNotice });
