/** Adapters that refuse what the function's config does not declare, so that a missing permission shows locally too. */
import type { Clock } from '../clock/clock.ts';
import { isLetter } from '../deadLetter/letter.ts';
import { Fault } from '../errors/fault.ts';
import type { InvokeFunction } from '../invoke/invoke.ts';
import type { CompressionOf } from '../kafka/compression.ts';
import { type OutboxRow, outbox } from '../outbox/outbox.ts';
import type { Producer } from '../producer/producer.ts';
import { refOf } from '../store/refs.ts';
import type { Store, Table, Write } from '../store/store.ts';

/** Everything that an adapter must know of the function that it is opened for. */
export interface AdapterNeeds {
  name: string;
  tables: readonly Table[];
  compressionOf: CompressionOf;
  publishes: boolean;
  keepsObjects: boolean;
  usesTokens: boolean;
  invokes: boolean;
  now: Clock;
}

/** The tables that a function's role opens to it: some to reading only, some to writes that stand alone. */
interface Granted {
  tables: readonly Table[];
  onlyRead: readonly Table[];
  claimTables: readonly Table[];
  /** The topics whose records it may put into the outbox. */
  topics: ReadonlySet<string>;
}

export function declaredStore(store: Store, { tables, onlyRead, claimTables, topics }: Granted, name: string): Store {
  const declared = new Set(tables.map((table) => table.name));
  const allow = (table: Table) => {
    if (!declared.has(table.name))
      throw new Fault(
        'UNDECLARED',
        `${name} uses table ${table.name}: add table(${table.name}) to uses in its config.ts`,
      );
  };
  const signed = (write: Write): Write => {
    return write.op === 'put' && write.table.name === outbox.name
      ? { ...write, item: { ...write.item, writer: name } }
      : write;
  };
  const reading = new Set(onlyRead.map((table) => table.name));
  const allowWrite = (write: Write) => {
    const { table } = refOf(write);
    allow(table);
    if (write.op !== 'check' && reading.has(table.name))
      throw new Fault('UNDECLARED', `${name} writes to ${table.name}: its config.ts says reads(…), say table(…) there`);
    if (write.op === 'put' && table.name === outbox.name) allowRecords(write.item as OutboxRow, topics, name);
  };
  return {
    read: async (refs) => {
      for (const { table } of refs) allow(table);
      return await store.read(refs);
    },
    query: async (from, range, page) => {
      allow(from.table);
      return await store.query(from, range, page);
    },
    transact: async (writes, token) => {
      for (const write of writes) allowWrite(write);
      return await store.transact(writes.map(signed), token);
    },
    writeEach: async (writes) => {
      const other = writes.map((write) => refOf(write).table).find((table) => !claimTables.includes(table));
      if (other)
        throw new Fault(
          'UNDECLARED',
          `${name} writes alone to ${other.name}: only the engine does, to marks and outbox`,
        );
      return await store.writeEach(writes);
    },
    addAlone: async (write) => {
      allowWrite(write);
      return await store.addAlone(write);
    },
    close: () => store.close(),
  };
}

/**
 * Before anything is stored: the relay may send everything, and would send this. Letters are the engine's own; one of a
 * record that came from a topic nobody expected waits for the relay, for no role names its dead letter topic.
 */
function allowRecords({ records = [] }: OutboxRow, topics: ReadonlySet<string>, name: string): void {
  const other = records.find((record) => !topics.has(record.topic) && !isLetter(record));
  if (other) throw undeclaredTopic(other.topic, name);
}

function undeclaredTopic(topic: string, name: string): Fault {
  const mend = 'add publishes(…) with an event of that topic to uses in its config.ts';
  return new Fault('UNDECLARED', `${name} publishes on ${topic}: ${mend}`);
}

/** The producer of a function that publishes nothing: it knows no way to the brokers. */
export function undeclaredProducer(name: string): Producer {
  return {
    publish: async ([record]) => {
      throw undeclaredTopic(record?.topic ?? 'a topic', name);
    },
    close: async () => undefined,
  };
}

export function declaredProducer(producer: Producer, topics: ReadonlySet<string>, name: string): Producer {
  return {
    ...producer,
    publish: async (records, signal) => {
      const other = records.find((record) => !topics.has(record.topic));
      if (other) throw undeclaredTopic(other.topic, name);
      return await producer.publish(records, signal);
    },
    close: () => producer.close(),
  };
}

/** Stands for the port that invokes, likewise. */
export function refusedInvoke(name: string): InvokeFunction {
  return async () => {
    throw new Fault('UNDECLARED', `${name} invokes a function: add worksOff to uses in its config.ts`);
  };
}

/** Stands for a port that the config does not declare: every use of it is refused. */
export function undeclared<T extends object>(port: string, name: string): T {
  const refuse = () => {
    throw new Fault('UNDECLARED', `${name} uses the port ${port}: add ${port} to uses in its config.ts`);
  };
  return new Proxy({} as T, { get: refuse });
}
