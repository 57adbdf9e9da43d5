import { api } from '../../../lib/http/api.ts';
import { check } from './check.ts';
import { config } from './config.ts';

export const handler = api(config, { check });
