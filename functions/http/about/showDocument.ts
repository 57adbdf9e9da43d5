/** `GET /openapi.json`: written by `npm run docs` from the configs of all functions; `npm run check` keeps it true. */
import { answer, type Query } from '../../../lib/http/action.ts';
import openApi from './openapi.json' with { type: 'json' };

export const showDocument: Query = {
  find: async () => answer(200, openApi),
};
