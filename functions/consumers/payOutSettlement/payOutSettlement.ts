import { afterNoAnswer, afterPayout, payoutOf } from '../../../domain/ledger/payout.ts';
import { type Settlement, settlementRef } from '../../../domain/ledger/settlement.ts';
import type { settlementCreated } from '../../../events/settlement.ts';
import type { ChannelAnswer, ChannelCall } from '../../../lib/channel/channel.ts';
import { moneyChannel } from '../../../lib/channel/moneyChannel.ts';
import { commit, skip } from '../../../lib/commit/commit.ts';
import { type Delivery, send } from '../../../lib/deliveries/delivery.ts';
import type { Ref } from '../../../lib/store/store.ts';

type Asked = { settlement: Ref<Settlement> };

export const payOutSettlement: Delivery<typeof settlementCreated, ChannelCall, Asked, unknown, ChannelAnswer> = {
  load: ({ data }) => ({ settlement: settlementRef(data.settlement_id) }),
  prepare: ({ data }, { settlement }) => {
    if (!settlement) return skip('a settlement of another system');
    if (settlement.status !== 'created') return skip('the bank has paid it out');
    return send(data.settlement_id, payoutOf(settlement));
  },
  channel: moneyChannel,
  onSent: (_event, { settlement }, answer, context) =>
    settlement ? afterPayout(settlement, answer, context) : commit({}),
  onFailed: (_event, { settlement }, { code }, context) =>
    settlement ? afterNoAnswer(settlement, code, context) : commit({}),
};
