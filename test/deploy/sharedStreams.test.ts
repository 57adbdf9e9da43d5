import { expect, it } from 'vitest';
import { declaredFunctions, type FunctionConfig } from '../../deploy/declaredFunctions.ts';
import { topicsOf } from '../../lib/connect/connect.ts';
import { publishes, table } from '../../lib/declare/uses.ts';
import { countOrders, orderCounted, orderPlaced } from '../fixtures/orders.ts';
import { buy, carts, relayShop } from './shop.ts';

/** Tables of the frame, and users’ keys and former addresses, which hold no entity that events tell of. */
const ofTheFrame = ['idempotencyKeys', 'attempts', 'userKeys', 'formerAddresses'];

function entityTables({ uses }: FunctionConfig): string[] {
  const names = uses.flatMap((use) => (use.kind === 'table' && !use.onlyReads ? [use.table.name] : []));
  return names.filter((name) => !ofTheFrame.includes(name));
}

function published({ uses, name }: FunctionConfig): string[] {
  return [...topicsOf({ name, uses })].toSorted();
}

/** Who publishes of entities in one table writes to the same streams, and must be able to send what the others left there. */
function unableToDrain(configs: readonly FunctionConfig[]): string[] {
  const publishers = configs.filter((config) => published(config).length > 0);
  return publishers.flatMap((one) =>
    publishers.flatMap((other) => {
      const shared = entityTables(one).filter((name) => entityTables(other).includes(name));
      const lacking = published(other).filter((topic) => !published(one).includes(topic));
      if (shared.length === 0 || lacking.length === 0) return [];
      return [`${one.name} shares ${shared} with ${other.name}: add to its publishes(…) events on ${lacking}`];
    }),
  );
}

it('functions that publish of the same entities may write each other’s topics, or they could not drain their streams', async () => {
  const configs = (await declaredFunctions('.')).map(({ config }) => config);
  expect(configs.length).toBeGreaterThan(5);
  expect(unableToDrain(configs)).toEqual([]);
});

it('a function that could not is named, with what it lacks', () => {
  const uses = [table(carts), publishes(orderPlaced, orderCounted)];
  expect(unableToDrain([buy, { ...countOrders, uses }, relayShop])).toEqual([
    'buy shares carts with countOrders: add to its publishes(…) events on shipments',
  ]);
});
