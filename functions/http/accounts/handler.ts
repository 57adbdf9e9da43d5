import { api } from '../../../lib/http/api.ts';
import { config } from './config.ts';
import { listEntries } from './listEntries.ts';
import { show } from './show.ts';

export const handler = api(config, { show, listEntries });
