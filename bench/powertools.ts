/** The peer: Powertools' Kafka consumer with a zod schema, and its idempotency over a Map. Installed in bench/ alone. */
import type * as z from 'zod';
import type { MskEvent } from '../lib/msk/mskEvent.ts';

interface Kafka {
  kafkaConsumer(
    handler: (event: { records: { value: unknown }[] }, context: unknown) => Promise<void>,
    config: { value: { type: 'json'; parserSchema: z.ZodType } },
  ): (event: MskEvent, context: unknown) => Promise<void>;
}

interface Persistence {
  BasePersistenceLayer: abstract new () => object;
}

interface Idempotency {
  IdempotencyConfig: new (options: { eventKeyJmesPath: string }) => { registerLambdaContext(context: unknown): void };
  makeIdempotent<F>(work: F, options: { persistenceStore: object; config: object }): F;
  IdempotencyItemAlreadyExistsError: new (message: string, existing?: unknown) => Error;
  IdempotencyItemNotFoundError: new (message: string) => Error;
}

/** Under names that the compiler does not look up, since the project itself does not have them. */
async function load<T>(name: string): Promise<T> {
  return (await import(`@aws-lambda-powertools/${name}`)) as T;
}

/** A handler as its documentation has it: parse, then each record in turn through `makeIdempotent`. */
export async function powertoolsConsumer(schema: z.ZodType, isIdempotent: boolean) {
  const { kafkaConsumer } = await load<Kafka>('kafka');
  const items = new Map<string, Kept>();
  const work = async (_value: unknown) => true;
  const { once, register } = isIdempotent ? await idempotent(work, items) : { once: work, register: () => undefined };
  const run = kafkaConsumer(
    async ({ records }, context) => {
      register(context);
      for (const record of records) await once(record.value);
    },
    { value: { type: 'json', parserSchema: schema } },
  );
  return { run, forget: () => items.clear() };
}

interface Kept {
  idempotencyKey: string;
  status: string;
}

async function idempotent<F>(work: F, items: Map<string, Kept>) {
  const idempotency = await load<Idempotency>('idempotency');
  const { BasePersistenceLayer } = await load<Persistence>('idempotency/persistence');
  class MapPersistence extends BasePersistenceLayer {
    protected async _getRecord(key: string) {
      const found = items.get(key);
      if (!found) throw new idempotency.IdempotencyItemNotFoundError(key);
      return found;
    }
    protected async _putRecord(record: Kept) {
      const found = items.get(record.idempotencyKey);
      if (found) throw new idempotency.IdempotencyItemAlreadyExistsError(record.idempotencyKey, found);
      items.set(record.idempotencyKey, record);
    }
    protected async _updateRecord(record: Kept) {
      items.set(record.idempotencyKey, record);
    }
    protected async _deleteRecord(record: Kept) {
      items.delete(record.idempotencyKey);
    }
  }
  const config = new idempotency.IdempotencyConfig({ eventKeyJmesPath: 'event_id' });
  const once = idempotency.makeIdempotent(work, { persistenceStore: new MapPersistence(), config });
  return { once, register: (context: unknown) => config.registerLambdaContext(context) };
}
