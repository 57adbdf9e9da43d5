/** The local adapters: SQLite, the embedded log, files and the inbox. Nothing of this gets into a bundle. */
import { openInbox } from '../mail/inbox.ts';
import type { Mail } from '../mail/mail.ts';
import { fileObjects } from '../objects/files.ts';
import { relayWanted } from '../observability/signals.ts';
import { embeddedProducer } from '../producer/embeddedLog.ts';
import type { Settings } from '../settings/settings.ts';
import { sqliteStore } from '../store/sqlite.ts';
import { undeclared, type Wanted } from './declared.ts';

type Files = Record<'store' | 'broker' | 'outside' | 'objects', string>;

export function localConnections({ name, tables, usesMail }: Wanted, files: Files, settings: Settings) {
  const inbox = (): Mail => openInbox(files.outside).mail({ function: name, takesKeys: settings.MAIL_KEYS });
  return {
    store: sqliteStore({ file: files.store, tables }),
    producer: embeddedProducer({ file: files.broker }),
    objects: fileObjects(files.objects),
    mail: usesMail ? inbox() : undeclared<Mail>('mail', name),
    // Whoever runs the relay in this process hears it.
    callRelay: async () => relayWanted.publish({ function: name }),
  };
}
