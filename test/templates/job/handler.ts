import { job } from '../../../lib/jobs/job.ts';
import { config } from './config.ts';
import { templateName } from './templateName.ts';

export const handler = job(config, templateName);
