/** `GET /api/v1/settlements/{id}` */
import { type Settlement, settlementRef } from '../../../domain/ledger/settlement.ts';
import { answer, notFound, ownedBy, type Query } from '../../../lib/http/action.ts';
import { settlementView } from './view.ts';

export const show: Query = {
  find: async ({ request: { path }, store }) => {
    const [found] = (await store.read([settlementRef(path['id'] ?? '')])) as (Settlement | undefined)[];
    if (!found) return notFound('settlement');
    return ownedBy({ merchant: found.merchantId }, answer(200, settlementView(found)));
  },
};
