/** Turns what a config declares into connections, by one setting; refuses what is not declared. */
import { join } from 'node:path';
import type * as z from 'zod';
import { marks } from '../consumer/marks.ts';
import type { Topic } from '../envelope/topic.ts';
import type { Mail } from '../mail/mail.ts';
import type { Objects } from '../objects/objects.ts';
import { outbox } from '../outbox/outbox.ts';
import type { Producer } from '../producer/producer.ts';
import type { Settings } from '../settings/settings.ts';
import type { Store, Table } from '../store/store.ts';
import { declaredProducer, declaredStore, undeclared } from './declared.ts';
import type { Use } from './uses.ts';

export interface Connections {
  store: Store;
  producer: Producer;
  objects: Objects;
  mail: Mail;
}

/** What of a config matters here. `topics` are those read: their dead letter topics may be written. */
export interface Declaration {
  name: string;
  uses: readonly Use[];
  topics?: readonly Topic[];
  /** The function's own settings. */
  settings?: z.ZodType;
}

export async function connect(declaration: Declaration, settings: Settings): Promise<Connections> {
  const tables = tablesOf(declaration);
  const open = await localConnections(declaration, tables, settings);
  const relays = declaration.uses.some((use) => use.kind === 'relays');
  return {
    ...open,
    store: declaredStore(open.store, tables, declaration.name),
    producer: relays ? open.producer : declaredProducer(open.producer, topicsOf(declaration), declaration.name),
  };
}

/** Marks and outbox belong to the engine: every function has them. */
export function tablesOf(declaration: Declaration): Table[] {
  return [marks, outbox, ...declaration.uses.flatMap((use) => (use.kind === 'table' ? [use.table] : []))];
}

export function topicsOf(declaration: Declaration): Set<string> {
  const published = declaration.uses.flatMap((use) => (use.kind === 'publishes' ? use.events : []));
  const deadLetters = (declaration.topics ?? []).flatMap((topic) => topic.deadLetterTopic ?? []);
  return new Set([...published.flatMap((event) => event.topics.map((topic) => topic.name)), ...deadLetters]);
}

async function localConnections(declaration: Declaration, tables: Table[], settings: Settings): Promise<Connections> {
  const [{ sqliteStore }, { embeddedProducer }, { fileObjects }] = await Promise.all([
    import('../store/sqlite.ts'),
    import('../producer/embeddedLog.ts'),
    import('../objects/files.ts'),
  ]);
  const files = localFiles(settings.STATE_DIR);
  const usesMail = declaration.uses.some((use) => use.kind === 'port' && use.port === 'mail');
  return {
    store: sqliteStore({ file: files.store, tables }),
    producer: embeddedProducer({ file: files.broker }),
    objects: fileObjects(files.objects),
    mail: usesMail ? await localMail(declaration.name, files.outside, settings) : undeclared('mail', declaration.name),
  };
}

async function localMail(name: string, file: string, settings: Settings): Promise<Mail> {
  const { openInbox } = await import('../mail/inbox.ts');
  return openInbox(file).mail({ function: name, takesKeys: settings.MAIL_KEYS });
}

/** Where the local adapters keep their state. `outside` holds what providers would: it is not ours to roll back. */
export function localFiles(folder: string) {
  return {
    store: join(folder, 'store.db'),
    broker: join(folder, 'broker.db'),
    outside: join(folder, 'outside.db'),
    objects: join(folder, 'objects'),
  };
}
