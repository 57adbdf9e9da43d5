/** A user as the store has them, and what a decision about them writes. */
import type { User } from '../../domain/users/user.ts';
import type { Commit } from '../../lib/commit/commit.ts';
import type { Write } from '../../lib/store/store.ts';

export const context = {
  settings: undefined,
  writer: 'users',
  nowMs: Date.parse('2026-11-21T08:00:00Z'),
  newId: () => 'event-1',
  random: () => 0.25,
  digest: (text: string) => `<${text}>`,
};
export const user: User = {
  pk: 'user#7',
  sk: '-',
  version: 3,
  username: 'Zoe',
  email: 'zoe@example.com',
  passwordHash: '$argon2id$…',
  status: 'active',
  locale: 'en',
  createdAt: '2026-11-20T08:00:00.000Z',
  changedAt: '2026-11-20T09:00:00.000Z',
  fieldTimes: {},
  listed: 'users-1',
  looks: ['look#<zoe>'],
};
export const who = { userId: '7', user };

/** A write each: what is done, in which table, to which item, and when. */
export function written(commit: Commit | undefined): unknown[] {
  return (commit?.writes ?? []).map((write: Write) => {
    const { pk } = write.op === 'put' ? write.item : write.ref;
    const { name } = write.op === 'put' ? write.table : write.ref.table;
    return [write.op, name, pk, 'when' in write ? write.when : undefined];
  });
}
