import { table, tokens } from '../../../lib/declare/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { health as healthTable } from '../../../lib/tables/health.ts';
import { document, health, publicKeys } from './schemas.ts';

const open = { method: 'GET', access: 'open' } as const;

export const config = httpConfig({
  name: 'about',
  routes: [
    {
      ...open,
      path: '/health',
      action: 'showHealth',
      summary: 'Whether the store can be read and written.',
      answers: { 200: health },
    },
    {
      ...open,
      path: '/openapi.json',
      action: 'showDocument',
      summary: 'This description.',
      answers: { 200: document },
    },
    {
      ...open,
      path: '/.well-known/jwks.json',
      action: 'showKeys',
      summary: 'The public keys of our tokens (RFC 7517).',
      answers: { 200: publicKeys },
    },
  ],
  uses: [tokens, table(healthTable)],
});
