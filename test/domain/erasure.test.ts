import { describe, expect, test } from 'vitest';
import { eraseUser } from '../../domain/personalData/erasure.ts';
import { heldOn } from '../../domain/personalData/held.ts';
import { runCheck } from '../../domain/risk/check.ts';
import { riskSettings } from '../../domain/risk/rules.ts';
import { sealedList } from '../../domain/users/sealedList.ts';
import { openKey } from '../../domain/users/userKey.ts';
import { bindingOf, seal } from '../../lib/sealing/seal.ts';
import { defineTable, type Item, type Write } from '../../lib/store/store.ts';

const context = {
  settings: undefined,
  writer: 'user.events-0',
  nowMs: Date.parse('2026-11-21T08:00:00Z'),
  newId: () => 'id',
  random: () => 0.5,
  digest: (text: string) => `<${text}>`,
};
const at = '2026-11-21T08:00:00.000Z';
const key = { pk: 'user#7', sk: '-' };
const risk = { pk: '["user","7"]', sk: '-' };
const zoe = { ...key, version: 3, username: 'Zoë', email: 'Zoe@example.com', passwordHash: '$argon2id$' };

/** table: what is written there, and when it holds. */
function told(write: Write): [string, unknown, unknown] {
  if (write.op === 'put') return [write.table.name, write.item, write.when];
  if (write.op === 'remove') return [write.ref.table.name, `removed ${write.ref.pk}`, write.when];
  throw new Error(`unexpected ${write.op}`);
}

const erasing = (found: Record<string, Item | undefined>) => eraseUser('7', found, context).writes.map(told);

/** The tables whose erasure is tested here; other areas test their own. */
const ours = ['users', 'takenNames', 'userKeys', 'userSettings', 'signIns', 'riskSubjects'];
const erased = (found: Record<string, Item | undefined>) => erasing(found).filter(([table]) => ours.includes(table));

describe('an erasure', () => {
  test('of nobody known leaves tombstones that a late event meets', () => {
    expect(erased({})).toEqual([
      ['userKeys', { ...key, destroyedAt: at }, { absent: true }],
      ['userSettings', { ...key, version: 1, deletedAt: at }, { absent: true }],
      ['riskSubjects', { ...risk, version: 1, deletedAt: at }, { absent: true }],
    ]);
  });

  test('of a user frees both names, destroys the key, and holds only while all is as it was found', () => {
    const found = {
      users: zoe,
      userKeys: { ...key, salt: 's' },
      userSettings: { ...key, version: 4, email: 'zoe@example.com' },
      signIns: { ...key, failedAttempts: 2 },
      riskSubjects: { ...risk, version: 9, lastCountry: 'DE' },
    };
    expect(erased(found)).toEqual([
      ['users', 'removed user#7', { equals: { version: 3 } }],
      ['takenNames', 'removed email#<zoe@example.com>', { equals: { userId: '7' } }],
      ['takenNames', 'removed username#<zoë>', { equals: { userId: '7' } }],
      ['userKeys', { ...key, destroyedAt: at }, { equals: { salt: 's' } }],
      ['userSettings', { ...key, version: 5, deletedAt: at }, { equals: { version: 4 } }],
      ['signIns', 'removed user#7', undefined],
      ['riskSubjects', { ...risk, version: 10, deletedAt: at }, { equals: { version: 9 } }],
    ]);
  });

  test('that was told before writes nothing, wherever something is held', () => {
    const left = Object.fromEntries(erasing({}).map(([table, item]) => [table, item as Item]));
    expect(Object.keys(left)).toEqual(expect.arrayContaining(['userKeys', 'userSettings', 'riskSubjects']));
    expect(erasing(left)).toEqual([]);
  });

  test('of nobody known leaves the id, the time and nothing else, wherever something is held', () => {
    const named = ['pk', 'sk', 'version', 'userId', 'listed', 'deleted', 'deletedAt', 'destroyedAt'];
    const left = erasing({}).flatMap(([, item]) => Object.keys(item as Item));
    expect(left.filter((name) => !named.includes(name))).toEqual([]);
  });
});

describe('a risk check of a deleted user', () => {
  test('is judged by itself, told of without an entity, and not remembered', () => {
    const request = { subjectType: 'user', subjectId: '7', country: 'FR', amountMinor: 1_000_000 };
    const subject = { ...risk, version: 10, deletedAt: at } as never;
    const { verdict, commit } = runCheck(
      request,
      { subject },
      { ...context, settings: riskSettings.parse({ RISK_WATCH_LIST: '' }) },
    );
    expect(verdict).toEqual({ score: 40, level: 'medium', reasons: ['large_amount'] });
    expect(commit.writes).toEqual([]);
    expect(commit.events.map(({ definition, fact }) => [definition.type, fact.at, fact.entity])).toEqual([
      ['risk.check.started', at, undefined],
      ['risk.check.completed', at, undefined],
    ]);
  });
});

describe('what is held on a user', () => {
  const logins = sealedList(defineTable({ name: 'logins' }));
  const place = { table: logins.table, pk: 'user#7', sk: '2026#e1' };
  const { secret = '' } = openKey('7', { ...key, salt: 's' }, context) ?? {};
  const entry = { pk: place.pk, sk: place.sk, at: '2026', sealed: seal(secret, bindingOf(place), { ip: '192.0.2.7' }) };
  const entries = [{ list: logins, entry }];

  test('is shown opened, without password hash and salt', () => {
    const items = { users: zoe, userKeys: { ...key, salt: 's' } };
    expect(heldOn('7', { items, entries }, context)).toEqual([
      { table: 'users', item: { ...key, version: 3, username: 'Zoë', email: 'Zoe@example.com' } },
      { table: 'userKeys', item: key },
      { table: 'logins', item: { pk: 'user#7', sk: '2026#e1', at: '2026', ip: '192.0.2.7' } },
    ]);
  });

  test('is after the erasure the id, and what can’t be opened any more', () => {
    expect(heldOn('7', { items: { userKeys: { ...key, destroyedAt: at } }, entries }, context)).toEqual([
      { table: 'userKeys', item: { ...key, destroyedAt: at } },
      { table: 'logins', item: { pk: 'user#7', sk: '2026#e1', at: '2026', sealed: 'sealed, key destroyed' } },
    ]);
  });

  test('says of an entry that does not open why, and shows all others', () => {
    const moved = { ...entry, sk: '2026#e2' };
    const items = { userKeys: { ...key, salt: 's' } };
    expect(heldOn('7', { items, entries: [{ list: logins, entry: moved }, ...entries] }, context)).toMatchObject([
      { table: 'userKeys' },
      {
        item: {
          sealed: 'sealed data does not open: another key, another place, or changed since: logins/user#7/2026#e2',
        },
      },
      { item: { ip: '192.0.2.7' } },
    ]);
  });

  test('an entry with nothing sealed is shown as it is', () => {
    const plain = { pk: 'user#7', sk: '2026#e3', action: 'login' };
    expect(heldOn('7', { items: {}, entries: [{ list: logins, entry: plain }] }, context)).toEqual([
      { table: 'logins', item: plain },
    ]);
  });
});
