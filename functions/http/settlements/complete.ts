/** `POST /api/v1/settlements/{id}/complete` */
import { completeSettlement, type Settlement, settlementRef } from '../../../domain/ledger/settlement.ts';
import { answer, type Command, notFound } from '../../../lib/http/action.ts';
import type { Ref } from '../../../lib/store/store.ts';
import { settlementView } from './view.ts';

export const complete: Command<unknown, undefined, { settlement: Ref<Settlement> }> = {
  load: ({ path }) => ({ settlement: settlementRef(path['id'] ?? '') }),
  decide: ({ loaded: { settlement } }, context) => {
    if (!settlement) return notFound('settlement');
    if (settlement.status === 'completed') return answer(200, settlementView(settlement));
    const completed = completeSettlement(settlement, context);
    return answer(200, settlementView(completed.settlement), completed.commit);
  },
};
