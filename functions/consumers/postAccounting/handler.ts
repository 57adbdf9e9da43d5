import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { postAccounting } from './postAccounting.ts';

export const handler = consumer(config, postAccounting);
