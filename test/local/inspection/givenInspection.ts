/** The inspection API over a real broker and inbox. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { jobConfig } from '../../../lib/declare/jobConfig.ts';
import { every } from '../../../lib/declare/schedule.ts';
import { openMailInbox } from '../../../lib/mail/localAdapter.ts';
import { createLog } from '../../../lib/observability/log.ts';
import { openEmbeddedBroker } from '../../../local/broker/embedded.ts';
import { startInspection } from '../../../local/inspection/inspection.ts';
import { openOutside } from '../../../local/outside.ts';
import { topicSettings } from '../../contracts/broker/given.ts';

/** Topic `orders` of 3 partitions; murmur2 puts the key "21" on partition 0, "user-1" on 2. */
export async function givenInspection() {
  const folder = mkdtempSync(join(tmpdir(), 'inspection-'));
  const broker = openEmbeddedBroker({ file: join(folder, 'broker.db'), now: Date.now });
  await broker.createTopics([topicSettings('orders')]);
  const config = jobConfig({ name: 'tidy', schedule: every(1), uses: [], timeoutSeconds: 1 });
  const inbox = openMailInbox(join(folder, 'outside.db'));
  const outside = await openOutside(join(folder, 'outside.db'));
  const sources = {
    broker,
    sent: outside.sent,
    functions: [{ config, load: async () => () => null }],
    broken: new Map<string, string>(),
    groups: [{ group: 'test.ship.orders', topic: 'orders' }],
    deadLetters: async (limit: number) => [{ id: 'one', limit }],
  };
  const address = { host: '127.0.0.1', port: 0, option: '--console-port' };
  const server = await startInspection(address, sources, createLog({ level: 'silent', format: 'json', now: Date.now }));
  onTestFinished(async () => {
    await server.close(0);
    outside.close();
    inbox.close();
    await broker.close();
    rmSync(folder, { recursive: true });
  });
  const headers = { 'content-type': 'application/json' };
  const send = (path: string, body?: string) =>
    fetch(`${server.url}${path}`, body === undefined ? {} : { method: 'POST', headers, body });
  const call = async <T = unknown>(path: string, body?: string) => {
    const response = await send(path, body);
    return { status: response.status, body: (await response.json()) as T };
  };
  return {
    url: server.url,
    broker,
    inbox,
    outsideFile: join(folder, 'outside.db'),
    call,
    publish: (json: unknown) => call('/api/topics/orders/records', JSON.stringify(json)),
    /** The problem document that answers it. */
    refused: async (path: string, body?: string) => (await (await send(path, body)).json()) as ProblemView,
    /** The values of the records that are listed. */
    values: async (path: string) => (await call<{ value: unknown }[]>(path)).body.map(({ value }) => value),
  };
}

interface ProblemView {
  status: number;
  code: string;
  detail: string;
  errors?: { path: string }[];
}
