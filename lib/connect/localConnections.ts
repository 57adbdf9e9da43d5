/** The local adapters: SQLite, the embedded log or a Kafka, files and the inbox. Nothing of this gets into a bundle. */
import { openInbox } from '../mail/inbox.ts';
import type { Mail } from '../mail/mail.ts';
import { fileObjects } from '../objects/files.ts';
import { relayWanted } from '../observability/signals.ts';
import type { Settings } from '../settings/settings.ts';
import { sqliteStore } from '../store/sqlite.ts';
import { fileKeys } from '../token/fileKeys.ts';
import { lazyTokens } from '../token/lazyTokens.ts';
import type { Tokens } from '../token/tokens.ts';
import { undeclared, type Wanted } from './declared.ts';
import { localProducer } from './localProducer.ts';

type Files = Record<'store' | 'broker' | 'outside' | 'objects' | 'tokenKeys', string>;

export function localConnections(
  { name, tables, compressionOf, usesMail, usesTokens, now }: Wanted,
  files: Files,
  settings: Settings,
) {
  const inbox = (): Mail => openInbox(files.outside).mail({ function: name, takesKeys: settings.MAIL_KEYS, now });
  return {
    store: sqliteStore({ file: files.store, tables, now }),
    producer: localProducer({ name, file: files.broker, compressionOf, now }, settings),
    objects: fileObjects(files.objects),
    mail: usesMail ? inbox() : undeclared<Mail>('mail', name),
    tokens: usesTokens ? lazyTokens(settings, fileKeys(files.tokenKeys), now) : undeclared<Tokens>('tokens', name),
    // Whoever runs the relay in this process hears it.
    callRelay: async () => relayWanted.publish({ function: name }),
  };
}
