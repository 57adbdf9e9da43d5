import { consumer } from '../../../lib/consumer/constructors.ts';
import { archiveDeadLetters } from './archiveDeadLetters.ts';
import { config } from './config.ts';

export const handler = consumer(config, { 'dead-letter': archiveDeadLetters });
