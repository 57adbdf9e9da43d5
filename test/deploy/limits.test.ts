import { expect, it } from 'vitest';
import { concurrencyExtensions } from '../../deploy/concurrency.ts';
import { conditions } from '../../deploy/conditions.ts';
import { functions } from '../../deploy/functions.ts';
import { mappings } from '../../deploy/mappings.ts';
import { countOrders } from '../fixtures/orders.ts';
import { asDeployed, stage } from './evaluate.ts';
import { shopOf } from './shop.ts';

function reserved(parameters: Record<string, string>) {
  const extensions = Object.entries(concurrencyExtensions(shopOf()));
  const Resources = Object.fromEntries(
    extensions.map(([id, part]) => [id, { Type: 'AWS::Lambda::Function', ...part }]),
  );
  const deployed = asDeployed({ Parameters: {}, Conditions: conditions, Resources }, { ...stage, ...parameters });
  return Object.entries(deployed).map(([id, { Properties }]) => [id, Properties['ReservedConcurrentExecutions']]);
}

it('reserves concurrency for HTTP functions and for senders, where the stage says how much, and for no other', () => {
  expect(reserved({ HttpConcurrency: '50', SenderConcurrency: '5' })).toEqual([
    ['BuyLambdaFunction', '50'],
    ['LookLambdaFunction', '50'],
    ['MailReceiptsLambdaFunction', '5'],
  ]);
  expect(reserved({}).map(([, count]) => count)).toEqual([undefined, undefined, undefined]);
});

it('takes memory and window from the config', () => {
  const large = { ...countOrders, memoryMb: 2048, windowSeconds: 5 };
  expect(functions(shopOf(large))).toMatchObject({ countOrders: { memorySize: 2048 } });
  expect(functions(shopOf(countOrders))).toMatchObject({ countOrders: { memorySize: 1024 } });
  expect(mappings(shopOf(large))[0]?.[1].Properties['MaximumBatchingWindowInSeconds']).toBe(5);
});
