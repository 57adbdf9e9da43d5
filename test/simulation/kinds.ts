/** The kinds of consumers that are simulated, each as what a process does with a batch. */

import { type Given, processBatch } from '../../lib/batch/processBatch.ts';
import type { Handling } from '../../lib/batch/work.ts';
import { collectBatch } from '../../lib/collecting/collectBatch.ts';
import type { Fold } from '../../lib/collecting/fold.ts';
import { decisionHandling } from '../../lib/decisions/decide.ts';
import type { SomeDecider } from '../../lib/decisions/decider.ts';
import { deliveryHandling } from '../../lib/deliveries/deliver.ts';
import type { SomeDelivery } from '../../lib/deliveries/delivery.ts';
import type { MskEvent } from '../../lib/msk/mskEvent.ts';
import { collect, deferring, delivering, deliveringTold, journal, ledger, type Trouble, tally } from './shop.ts';

export type Kind = keyof typeof kinds;

/** Settles a batch, as the handler of a function does. */
export type Settling = (event: MskEvent, given: Omit<Given, 'handling'>) => Promise<unknown>;

const recordByRecord =
  (handling: Handling): Settling =>
  (event, given) =>
    processBatch(event, { ...given, handling });

const inRuns =
  (fold: Fold): Settling =>
  (event, given) =>
    collectBatch(event, { ...given, fold });

const decide = (decider: SomeDecider) => recordByRecord(decisionHandling({ 'order.placed': decider }));
const deliver = (delivery: SomeDelivery) => recordByRecord(deliveryHandling({ 'order.placed': delivery }, 2));

const outside = (isTold: boolean) => (isTold ? deliveringTold : delivering);

/** Made for each process: what is limited is limited there. */
export const kinds = {
  tally: (trouble: Trouble) => decide(tally(trouble)),
  ledger: (trouble: Trouble) => decide(ledger(trouble)),
  journal: (trouble: Trouble) => decide(journal(trouble)),
  keyedMail: (trouble: Trouble, isTold: boolean) => deliver(outside(isTold)('repeat', trouble)),
  mail: (trouble: Trouble, isTold: boolean) => deliver(outside(isTold)('repeat', trouble)),
  later: (trouble: Trouble, isTold: boolean) => deliver(deferring(outside(isTold)('repeat', trouble))),
  sms: (trouble: Trouble, isTold: boolean) => deliver(outside(isTold)('dead-letter', trouble)),
  collect: (trouble: Trouble) => inRuns(collect(trouble)),
};
