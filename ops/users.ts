/** `ops users export`: what is held on a user. */
import { randomUUID } from 'node:crypto';
import { personalRefs } from '../domain/personalData/erasure.ts';
import { type Held, heldOn } from '../domain/personalData/held.ts';
import { sealedLists } from '../domain/personalData/sealedLists.ts';
import { isDeleted, type UserKey } from '../domain/users/userKey.ts';
import { byName } from '../lib/commit/commit.ts';
import { queryAll } from '../lib/store/queryAll.ts';
import { readAll } from '../lib/store/readAll.ts';
import type { Store } from '../lib/store/store.ts';
import { UsageError } from '../local/usageError.ts';
import { type Command, parseOptions } from './command.ts';
import { digestInUse } from './digest.ts';
import { openStore } from './openStore.ts';

const help = `npm run -s ops -- users export ID

Lists all that is held on a user, what is sealed under the user's key opened; no password hash, and no secret. After an
erasure that is the id, what is no personal data, and the words "sealed, key destroyed". Not in it, and gone with time:
Kafka's own log, and the bytes of dead letters (30 days).

  --state DIR  the stack's state folder, default .local; with ADAPTERS=aws, TABLE_PREFIX and BUCKET name the stage's, and
               DIGEST_SECRET_ARN name the stage's
  --json       {"user_id", "deleted_at": null, "held": [{"table", "item"}]}
`;

export const usersCommand: Command = {
  summary: 'lists what is held on a user',
  help,
  run: async (args, print) => {
    const { values, positionals } = parseOptions('users', args, { state: { type: 'string' } });
    const [verb, userId, ...rest] = positionals;
    if (verb !== 'export' || !userId || rest.length > 0)
      throw new UsageError('Expected users export and one user id. See npm run ops -- users --help.');
    const exported = await exportOf(userId, await digestInUse(), values.state);
    if (exported.held.length === 0) throw new UsageError(`Nothing is held on a user ${userId}.`);
    print(values.json ? JSON.stringify(exported) : textOf(exported));
    return 0;
  },
};

interface Export {
  user_id: string;
  deleted_at: string | null;
  held: Held[];
}

async function exportOf(userId: string, digest: (text: string) => string, state: string | undefined): Promise<Export> {
  const refs = personalRefs(userId);
  const tables = [...Object.values(refs), ...sealedLists].map(({ table }) => table);
  const { store } = await openStore(tables, state);
  try {
    const items = byName(refs, await readAll(Object.values(refs), store));
    const key = items['userKeys'] as UserKey | undefined;
    const held = heldOn(userId, { items, entries: await entriesOf(userId, store) }, { digest, newId: randomUUID });
    return { user_id: userId, deleted_at: isDeleted(key) ? (key?.destroyedAt ?? null) : null, held };
  } finally {
    await store.close();
  }
}

async function entriesOf(userId: string, store: Store) {
  const found = sealedLists.map(async (list) => {
    const entries = await queryAll(store, list.entriesOf(userId));
    return entries.map((entry) => ({ list, entry }));
  });
  return (await Promise.all(found)).flat();
}

function textOf({ user_id, deleted_at, held }: Export): string {
  const title = deleted_at === null ? `User ${user_id}` : `User ${user_id}, deleted at ${deleted_at}`;
  return [title, ...held.map(({ table, item }) => `${table}: ${JSON.stringify(item)}`)].join('\n');
}
