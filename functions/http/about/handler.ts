import { api } from '../../../lib/http/api.ts';
import { config } from './config.ts';
import { showDocument } from './showDocument.ts';
import { showHealth } from './showHealth.ts';
import { showKeys } from './showKeys.ts';

export const handler = api(config, { showHealth, showDocument, showKeys });
