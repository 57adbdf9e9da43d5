import { settlements } from '../../../domain/ledger/settlement.ts';
import { settlementCompleted, settlementCreated } from '../../../events/settlement.ts';
import { channel } from '../../../lib/channel/port.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { publishes, table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by a claim on the settlement's id, which is the channel's idempotency key, too: it is paid once. */
export const config = consumerConfig({
  name: 'payOutSettlement',
  events: [settlementCreated],
  uses: [table(settlements), channel, publishes(settlementCreated, settlementCompleted)],
});
