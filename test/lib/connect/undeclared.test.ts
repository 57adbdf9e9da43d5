/** A function without topics has no objects and knows no way to Kafka, locally and on AWS. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { boundTo } from '../../../lib/connect/bound.ts';
import { connect, type Declaration } from '../../../lib/connect/connect.ts';
import { objects, publishes } from '../../../lib/declare/uses.ts';
import { createLog } from '../../../lib/observability/log.ts';
import { parseSettings } from '../../../lib/settings/settings.ts';
import { record } from '../../contracts/broker/given.ts';
import { countOrders, orderPlaced } from '../../fixtures/orders.ts';

const log = createLog({ level: 'silent', format: 'json', now: Date.now });
const secret = { DIGEST_SECRET: 'a secret of at least thirty-two characters' };

async function open(declaration: Declaration, environment: Record<string, string>) {
  const parsed = parseSettings({ ...secret, ...environment });
  const connections = await connect(declaration, parsed, log, Date.now);
  onTestFinished(async () => {
    await connections.store.close();
    await connections.producer.close();
  });
  return boundTo(new AbortController().signal, connections);
}

const nothing = { name: 'look', uses: [] };
const bytes = Buffer.from('x');

describe.each(['local', 'aws'])('with ADAPTERS=%s, a function', (ADAPTERS) => {
  function environment() {
    if (ADAPTERS === 'aws') return { ADAPTERS, TABLE_PREFIX: 'shop-' };
    const folder = mkdtempSync(join(tmpdir(), 'undeclared-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return { ADAPTERS, STATE_DIR: folder };
  }

  it('without topics is refused objects and records, and needs no settings for them', async () => {
    const connections = await open(nothing, environment());
    const refused = { code: 'UNDECLARED', message: expect.stringContaining('look uses the port objects') };
    const put = async () => await connections.objects.put('totals/a', bytes);
    await expect(put()).rejects.toMatchObject(refused);
    await expect(connections.producer.publish([record('orders', '21', 'x')])).rejects.toMatchObject({
      code: 'UNDECLARED',
      message: expect.stringContaining('look publishes on orders'),
    });
  });
});

describe('on AWS', () => {
  const given = { ADAPTERS: 'aws', TABLE_PREFIX: 'shop-' };

  it.each<[string, Declaration, Record<string, string>, string]>([
    ['that declares objects', { name: 'keep', uses: [objects] }, {}, 'BUCKET: needed'],
    ['that publishes', { name: 'buy', uses: [publishes(orderPlaced)] }, {}, 'BUCKET: needed'],
    ['that publishes', { name: 'buy', uses: [publishes(orderPlaced)] }, { BUCKET: 'shop' }, 'KAFKA_BROKERS or'],
    ['that reads topics', countOrders, {}, 'BUCKET: needed'],
  ])('a function %s is told what is missing: %j %j', async (_, declaration, more, missing) => {
    await expect(open(declaration, { ...given, ...more })).rejects.toMatchObject({
      code: 'SETTINGS_INVALID',
      message: expect.stringContaining(missing),
    });
  });
});
