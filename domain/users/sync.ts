/** Other systems that are told of a user's changes: a signed webhook to each. */
import * as z from 'zod';
import { notificationWebhook } from '../../events/notification.ts';
import { type Commit, commit, type DecisionContext, type Loaded, type Skip, skip } from '../../lib/commit/commit.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import { isDeleted, type KnownKey, unchangedKey } from './userKey.ts';

const addresses = z
  .string()
  .default('')
  .transform((text) => [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== ''))
  .pipe(z.array(z.string().refine(isHttps, 'expected https:// addresses without user name or password')));

export const syncSettings = z.object({
  SYNC_SYSTEMS: addresses.describe(
    'systems told of each change of a user by a signed webhook: https addresses, comma-separated; none by default',
  ),
});

export type SyncSettings = z.output<typeof syncSettings>;

/** Whatever tells of a change of a user. */
type Updated = Envelope<{ user_id?: string | undefined; user_version?: number | undefined; changes?: unknown }>;

/** One webhook a system. Should the user be deleted while this is decided, it is decided anew: and then nobody is told. */
export function tellSystems(
  event: Updated,
  { key }: Loaded<KnownKey>,
  { settings }: DecisionContext<SyncSettings>,
): Commit | Skip {
  const { user_id: userId, user_version, changes } = event.data;
  if (userId === undefined) return skip('an update without a user id');
  if (isDeleted(key)) return skip('an event of a deleted user');
  if (settings.SYNC_SYSTEMS.length === 0) return skip('no system is to be told of updates');
  const body = JSON.stringify({ type: event.type, event_id: event.id, user_id: userId, user_version, changes });
  const told = { body, cause_event_id: event.id, category: 'service' } as const;
  const events = settings.SYNC_SYSTEMS.map((to) => notificationWebhook({ to, ...told }));
  return commit({ writes: [unchangedKey(userId, key)], events });
}

function isHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}
