import { job } from '../../../lib/jobs/job.ts';
import { config } from './config.ts';
import { expireSagas } from './expireSagas.ts';

export const handler = job(config, expireSagas);
