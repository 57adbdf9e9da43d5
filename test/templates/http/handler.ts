import { api } from '../../../lib/http/api.ts';
import { config } from './config.ts';
import { show } from './show.ts';

export const handler = api(config, { show });
