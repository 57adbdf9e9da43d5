import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { carryOut } from '../../../lib/commit/carryOut.ts';
import { commit } from '../../../lib/commit/commit.ts';
import { drainConnectionsOf } from '../../../lib/connect/engine.ts';
import { table } from '../../../lib/declare/uses.ts';
import { defineEvent } from '../../../lib/envelope/event.ts';
import { drain } from '../../../lib/outbox/drain.ts';
import { put } from '../../../lib/store/store.ts';
import { orderCounted, orderPlaced, totals } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';

/** Told twice, and long: its row does not fit into an item. */
const told = defineEvent({
  type: 'order.told',
  version: 1,
  topic: orderCounted.topic,
  data: z.object({ order_id: z.string(), by: z.string(), text: z.string() }),
  key: (data) => data.order_id,
  copies: [{ topic: orderPlaced.topic }],
});

test('who loses the race for a version does not overwrite the records of who won it, and leaves no object', async () => {
  const declaration = { name: 'teller', uses: [table(totals), { kind: 'publishes' as const, events: [told] }] };
  const platform = await openPlatform([declaration]);
  const engine = await platform.open()(declaration);
  const { store, objects } = engine.connections;
  const trace = () => ({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' });
  const writing = { store, objects, trace, nowMs: platform.clock.nowMs, newId: engine.newId };
  const by = (name: string) =>
    commit({
      once: 'version',
      writes: [put(totals, { pk: 'o', sk: '-', amount: 1, by: name }, { absent: true })],
      events: [told({ order_id: 'o', by: name, text: 'x'.repeat(200_000) }, { entity: { stream: 'o', version: 1 } })],
    });
  expect((await carryOut(by('winner'), undefined, writing)).failures).toEqual([]);
  expect((await carryOut(by('loser'), undefined, writing)).failures).not.toEqual([]);
  await drain('o', drainConnectionsOf(engine));
  const [record] = await platform.onTopic(orderCounted.topic.name);
  expect(JSON.parse(Buffer.from(record?.value ?? '').toString())).toMatchObject({ by: 'winner' });
  const left = readdirSync(join(platform.folder, 'objects'), { recursive: true, withFileTypes: true });
  expect(left.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual([]);
});
