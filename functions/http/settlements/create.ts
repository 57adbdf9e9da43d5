/** `POST /api/v1/settlements` */

import {
  availableRef,
  createSettlement,
  type MerchantSum,
  paidOutRef,
  reservedRef,
  settleable,
} from '../../../domain/ledger/settlement.ts';
import type { BalanceShard } from '../../../domain/ledger/sums.ts';
import { answer, type Command, problem } from '../../../lib/http/action.ts';
import type { Ref } from '../../../lib/store/store.ts';
import type { NewSettlement } from './schemas.ts';
import { settlementView } from './view.ts';

type Known = { balance: Ref<BalanceShard>; reserved: Ref<MerchantSum> };

export const create: Command<NewSettlement, MerchantSum | undefined, Known> = {
  // Read before the balance, so that what is posted in between is not counted twice.
  prepare: async ({ body: { merchant_id, currency } }, look) =>
    (await look({ paidOut: paidOutRef(merchant_id, currency) })).paidOut,
  load: ({ body: { merchant_id: merchantId, currency } }) => ({
    balance: availableRef(merchantId, currency),
    reserved: reservedRef(merchantId, currency),
  }),
  decide: ({ request: { body }, prepared: paidOut, loaded: { balance, reserved } }, context) => {
    const { merchant_id: merchantId, currency, amount } = body;
    const available = settleable({ balance, reserved, paidOut });
    // One settlement is a number of JSON; what is beyond it is left for the next.
    const amountMinor = amount ?? Number(available < LARGEST ? available : LARGEST);
    if (amountMinor <= 0 || BigInt(amountMinor) > available) return problem(notAvailable(available, body));
    const { settlement, commit } = createSettlement({ merchantId, currency, amountMinor }, reserved, context);
    return answer(201, settlementView(settlement), commit);
  },
};

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

function notAvailable(available: bigint, { currency, amount }: NewSettlement) {
  const asked = amount === undefined ? 'nothing can be settled' : `${amount} were asked for`;
  const detail = `${available} ${currency} (minor units) are available and not set aside for another settlement; ${asked}.`;
  return { status: 422, code: 'NOT_AVAILABLE', title: 'Not so much money is available', detail };
}
