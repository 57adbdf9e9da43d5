import { expect, it } from 'vitest';
import { toResources } from '../../deploy/cloudFormation.ts';
import { conditions } from '../../deploy/conditions.ts';
import { topicClaim } from '../../deploy/topicClaim.ts';
import { countOrders } from '../fixtures/orders.ts';
import { asDeployed, stage } from './evaluate.ts';
import { permissionsOf, roleOf } from './permissions.ts';
import { shopOf } from './shop.ts';

const template = { Parameters: {}, Conditions: conditions, Resources: toResources(topicClaim(shopOf())) };

it.each([
  ['', 'topics-without-prefix-belong-to-one-stage'],
  ['blue.', 'blue.'],
])(
  'stages with the prefix “%s” on one cluster make the same parameter, so that only one of them can',
  (TopicPrefix, name) => {
    expect(asDeployed(template, { ...stage, TopicPrefix })['TopicClaim']?.Properties).toMatchObject({
      Name: `/event-functions/topics/shop/0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d-6/${name}`,
      Value: 'shop-test',
    });
  },
);

it('a role opens the topics with the prefix only', () => {
  const permissions = permissionsOf(roleOf(countOrders, { ...stage, TopicPrefix: 'blue.' }));
  const topics = permissions.filter((permission) => permission.includes(':topic/'));
  const names = topics.map((permission) => permission.split('/').at(-1));
  expect([...new Set(names)].sort()).toEqual(['blue.old-orders', 'blue.orders', 'blue.orders.dead', 'blue.shipments']);
});
