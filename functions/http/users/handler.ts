import { api } from '../../../lib/http/api.ts';
import { config } from './config.ts';
import { register, registerSample } from './register.ts';

export const handler = api(config, { register, registerSample });
