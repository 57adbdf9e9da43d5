/** The function that the benchmark runs: every record is recognised or marked, nothing else is written. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { userRegistered } from '../../events/user.ts';
import { commit } from '../../lib/commit/commit.ts';
import { tablesOf } from '../../lib/connect/connect.ts';
import { undeclared } from '../../lib/connect/declared.ts';
import { createEngine } from '../../lib/connect/engine.ts';
import { consumerConfig } from '../../lib/consumer/config.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import type { OpenEngine } from '../../lib/lambda/lambda.ts';
import type { Mail } from '../../lib/mail/mail.ts';
import { fileObjects } from '../../lib/objects/files.ts';
import { createLog } from '../../lib/observability/log.ts';
import { heldProducer } from '../../lib/producer/held.ts';
import { parseSettings } from '../../lib/settings/settings.ts';
import { groupingStore } from '../../lib/store/grouping.ts';
import { sqliteStore } from '../../lib/store/sqlite.ts';
import type { LocalFunction } from '../../local/functions.ts';
import type { Handler } from '../../local/lambdaContext.ts';

/** `handled` is called for every record that came to the decision. */
export function benchConsumer(handled: (createdMs: number) => void): LocalFunction {
  const config = consumerConfig({
    name: 'benchmark',
    events: [userRegistered],
    uses: [],
    batchSize: 1_000,
    timeoutSeconds: 60,
  });
  const decide = (event: { timestamp: string }) => {
    handled(Date.parse(event.timestamp));
    return commit({});
  };
  const handler = consumer(config, { 'user.registered': { decide } as never }, openInMemory);
  return { config, load: async () => handler as unknown as Handler };
}

/** Marks and progress in memory: what is measured is the engine, not a disk. */
const openInMemory: OpenEngine = async (declaration) => {
  const secret = 'of no use anywhere but in a benchmark';
  const { settings, own } = parseSettings({ ADAPTERS: 'local', DIGEST_SECRET: secret, LOG_LEVEL: 'silent' });
  const connections = {
    store: groupingStore(sqliteStore({ file: ':memory:', tables: tablesOf(declaration) })),
    producer: heldProducer(),
    objects: fileObjects(join(tmpdir(), 'unused')),
    mail: undeclared<Mail>('mail', declaration.name),
  };
  const log = createLog({ level: 'silent', format: 'json' });
  return createEngine({ function: declaration.name, settings, own, connections, log });
};
