import { api } from '../../../lib/http/api.ts';
import { config } from './config.ts';
import { listAlerts } from './listAlerts.ts';

export const handler = api(config, { listAlerts });
