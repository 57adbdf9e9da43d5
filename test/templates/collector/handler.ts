import { collector } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { templateName } from './templateName.ts';

export const handler = collector(config, templateName);
