/** The local adapters: SQLite, the embedded log or a Kafka, and files. Nothing of this gets into a bundle. */

import { stackInvoke } from '../invoke/stackInvoke.ts';
import { fileObjects } from '../objects/files.ts';
import { dueWanted, relayWanted } from '../observability/signals.ts';
import type { Settings } from '../settings/settings.ts';
import { sqliteStore } from '../store/sqlite.ts';
import { fileKeys } from '../token/fileKeys.ts';
import { lazyTokens } from '../token/lazyTokens.ts';
import type { Tokens } from '../token/tokens.ts';
import { type AdapterNeeds, refusedInvoke, undeclared } from './declared.ts';
import { localProducer } from './localProducer.ts';

type Files = Record<'store' | 'broker' | 'objects' | 'tokenKeys', string>;

export function localConnections(
  { name, tables, compressionOf, usesTokens, invokes, now }: AdapterNeeds,
  files: Files,
  settings: Settings,
) {
  return {
    store: sqliteStore({ file: files.store, tables, now }),
    producer: localProducer({ name, file: files.broker, compressionOf, now }, settings),
    objects: fileObjects(files.objects),
    tokens: usesTokens ? lazyTokens(settings, fileKeys(files.tokenKeys), now) : undeclared<Tokens>('tokens', name),
    // Whoever runs the relay in this process hears it.
    callRelay: async () => relayWanted.publish({ function: name }),
    callDue: async () => dueWanted.publish({ function: name }),
    invoke: invokes ? stackInvoke : refusedInvoke(name),
  };
}
