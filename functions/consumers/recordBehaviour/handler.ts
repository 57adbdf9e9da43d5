import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { recordBehaviour } from './recordBehaviour.ts';

export const handler = consumer(config, { 'user-behavior': recordBehaviour });
