/** Mistakes in deliveries, collectors, HTTP actions and wrappers. */
import { commit, refuse, skip } from '../../../lib/commit/commit.ts';
import { collector, consumer } from '../../../lib/consumer/constructors.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { send } from '../../../lib/deliveries/delivery.ts';
import { answer } from '../../../lib/http/action.ts';
import { putIfAbsent } from '../../../lib/store/store.ts';
import { collecting } from '../../fixtures/collecting.ts';
import { countOrders, orderPlaced, totals } from '../../fixtures/orders.ts';
import { action, fold, imported, type Mistakes, ticket, told } from './given.ts';

const sums = consumerConfig({ name: 'sumOrders', events: [orderPlaced], uses: [] });

const withTiming = (next: (...given: never[]) => Promise<unknown>) => {
  return async (...given: never[]) => {
    await next(...given);
  };
};

export const kindMistakes: Mistakes = {
  '`prepare` returns a commit': ticket({ prepare: () => commit({}) }),
  '`prepare` sends under no key': ticket({ prepare: () => send(undefined as never, 'for o-1') }),
  '`onSent` has no `return`': ticket({ onSent: () => undefined }),
  '`onSent` skips': ticket({ onSent: () => skip('nothing follows') }),
  '`fold` has no `return`': fold({ fold: () => undefined }),
  '`fold` commits with a `once`': fold({
    fold: () => commit({ once: putIfAbsent(totals, { pk: 'a', sk: '-', amount: 1 }) }),
  }),
  'a collector without its table of watermarks': imported(() => collector(sums, collecting as never)),
  '`find` returns the body alone': action({ find: async () => ({ price: 5 }) }),
  'the `decide` of an action is `async`': action({ decide: async () => answer(200, {}) }),
  'an answer has no status': action({ decide: () => answer(undefined as never, {}) }),
  'an answer comes with a refusal for a commit': action({ decide: () => answer(200, {}, refuse('no') as never) }),
  'a wrapper does not pass on what `next` answers': told((platform) =>
    consumer(
      countOrders,
      { 'order.placed': { decide: () => commit({}) } },
      {
        open: platform.open(),
        wrappers: [withTiming as never],
      },
    ),
  ),
};
