/** `GET /.well-known/jwks.json`: for everyone else who wants to verify our tokens. */
import { answer, type Query } from '../../../lib/http/action.ts';

export const showKeys: Query = {
  find: async ({ tokens }) => answer(200, { keys: await tokens.publicKeys() }),
};
