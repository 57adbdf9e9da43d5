import { balances } from '../../../domain/ledger/accounts.ts';
import { payouts, reservations, settlements } from '../../../domain/ledger/settlement.ts';
import { roles } from '../../../domain/roles.ts';
import { settlementCompleted, settlementCreated } from '../../../events/settlement.ts';
import { publishes, reads, table } from '../../../lib/declare/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { newSettlement, settlement } from './schemas.ts';

export const config = httpConfig({
  name: 'settlements',
  roles,
  routes: [
    {
      method: 'POST',
      path: '/api/v1/settlements',
      action: 'create',
      summary: 'Sets money of a merchant aside to be paid out; of what is available, no unit twice.',
      access: { admin: 'all', service: 'all', merchant: 'body.merchant_id' },
      body: newSettlement,
      answers: { 201: settlement },
      problems: { 422: ['NOT_AVAILABLE'] },
      creates: true,
    },
    {
      method: 'GET',
      path: '/api/v1/settlements/{id}',
      action: 'show',
      summary: 'A settlement as it is now.',
      access: { admin: 'all', service: 'all', merchant: 'found' },
      answers: { 200: settlement },
    },
    {
      method: 'POST',
      path: '/api/v1/settlements/{id}/complete',
      action: 'complete',
      summary: 'The bank has paid the settlement out. Completing it again changes nothing.',
      access: { admin: 'all', service: 'all' },
      answers: { 200: settlement },
    },
  ],
  uses: [
    table(settlements),
    table(reservations),
    reads(payouts),
    reads(balances),
    publishes(settlementCreated, settlementCompleted),
  ],
});
