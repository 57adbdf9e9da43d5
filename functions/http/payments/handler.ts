import { api } from '../../../lib/http/api.ts';
import { actions } from './actions.ts';
import { config } from './config.ts';

export const handler = api(config, actions);
