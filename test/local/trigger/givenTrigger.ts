/** A trigger on a real embedded broker, and a function whose answers the test gives. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { MskEvent } from '../../../lib/msk/mskEvent.ts';
import { createLog } from '../../../lib/observability/log.ts';
import { openEmbeddedBroker } from '../../../local/broker/embedded.ts';
import type { MappingSettings } from '../../../local/trigger/settings.ts';
import { startTrigger } from '../../../local/trigger/trigger.ts';
import { topicSettings } from '../../contracts/broker/given.ts';

const source = { arn: 'arn:aws:kafka:us-east-1:123456789012:cluster/here/1', bootstrapServers: 'b-1.here:9098' };

/** An invocation that waits for its answer. */
export interface Pending {
  function: string;
  event: MskEvent;
  /** `orders-0@7`, in the order of the event. */
  places: string[];
  succeed(): void;
  fail(message?: string): void;
}

/** Topics `orders` and `bills`, of 3 partitions. */
export async function givenTrigger() {
  const folder = mkdtempSync(join(tmpdir(), 'trigger-'));
  const broker = openEmbeddedBroker({ file: join(folder, 'broker.db') });
  await broker.createTopics([topicSettings('orders'), topicSettings('bills')]);
  onTestFinished(async () => {
    await broker.close();
    rmSync(folder, { recursive: true });
  });
  const waiting: Pending[] = [];
  const askers: ((pending: Pending) => void)[] = [];

  function invoke(name: string, event: MskEvent): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const records = Object.values(event.records).flat();
    const places = records.map(({ topic, partition, offset }) => `${topic}-${partition}@${offset}`);
    const fail = (message = 'no') => reject(new Error(message));
    const pending = { function: name, event, places, succeed: () => resolve(null), fail };
    const asker = askers.shift();
    if (asker) asker(pending);
    else waiting.push(pending);
    return promise;
  }

  return {
    broker,
    start: (...mappings: MappingSettings[]) =>
      startTrigger(mappings, { broker, source, invoke, log: createLog({ level: 'silent', format: 'json' }) }),
    /** The next one, whenever it comes. */
    nextInvocation: () => {
      const pending = waiting.shift();
      return pending ? Promise.resolve(pending) : new Promise<Pending>((resolve) => askers.push(resolve));
    },
    /** What was invoked and not asked for yet. */
    waiting,
  };
}

export function mapping(settings: Partial<MappingSettings> = {}): MappingSettings {
  return { function: 'ship', topic: 'orders', group: 'test.ship.orders', batchSize: 100, ...settings };
}
