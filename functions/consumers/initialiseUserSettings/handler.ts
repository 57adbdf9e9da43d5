import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { initialiseUserSettings } from './initialiseUserSettings.ts';

export const handler = consumer(config, { 'user.registered': initialiseUserSettings });
