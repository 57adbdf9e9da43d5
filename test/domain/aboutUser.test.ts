import { describe, expect, test } from 'vitest';
import { aboutUser, type LivingUser } from '../../domain/users/aboutUser.ts';
import { userSettings } from '../../domain/users/settings.ts';
import { userKey } from '../../domain/users/user.ts';
import type { anyBehaviour } from '../../events/trx.ts';
import { commit } from '../../lib/commit/commit.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { JsonObject } from '../../lib/envelope/json.ts';
import { ref } from '../../lib/store/store.ts';

const context = {
  settings: undefined,
  writer: 'user-behavior-0',
  nowMs: 0,
  newId: () => 'new',
  random: () => 0.5,
  digest: (text: string) => `<${text}>`,
};

const told = (data: JsonObject): Envelope<JsonObject> => ({
  id: 'e1',
  idIsPlace: false,
  type: 'page_view',
  format: 'action',
  version: 1,
  timestamp: '2026-11-21T08:00:00.000Z',
  source: 'trx',
  traceId: null,
  data,
});

/** A decider that says of whom it was asked. */
const asked: LivingUser[] = [];
const decider = aboutUser<typeof anyBehaviour>({
  load: (userId) => ({ settings: ref(userSettings, userKey(userId).pk) }),
  decide: (user) => {
    asked.push(user);
    return commit({});
  },
});
const key = { pk: 'user#42', sk: '-', salt: 's' };
const deleted = { pk: 'user#42', sk: '-', destroyedAt: '2026-11-21T08:00:00.000Z' };
const tombstone = { pk: 'user#42', sk: '-', version: 3, deletedAt: '2026-11-21T08:00:00.000Z' };

const ofNobody = { kind: 'skip', reason: 'an event without a user id' };
const ofADeletedUser = { kind: 'skip', reason: 'an event of a deleted user' };

describe('what is decided of a user', () => {
  test.each([[42], ['42']])('loads the key and what else it must know, for the id %j', (user_id) => {
    const refs = decider.load?.(told({ user_id }), context) ?? {};
    expect(Object.entries(refs).map(([name, { table, pk, sk }]) => [name, table.name, pk, sk])).toEqual([
      ['settings', 'userSettings', 'user#42', '-'],
      ['userKey', 'userKeys', 'user#42', '-'],
    ]);
  });

  test.each([
    ['whose key is there', { userKey: key, settings: undefined }, { secret: '<["user-key","42","s"]>', writes: 0 }],
    [
      'who has none yet',
      { userKey: undefined, settings: undefined },
      { secret: '<["user-key","42","newnew"]>', writes: 1 },
    ],
  ])('is given the key of one %s', (_, loaded, expected) => {
    asked.length = 0;
    expect(decider.decide(told({ user_id: 42 }), loaded, context)).toEqual(commit({}));
    const [{ id, key: open } = { id: '', key: undefined }] = asked;
    expect([id, open?.secret, open?.writes.length]).toEqual(['42', expected.secret, expected.writes]);
  });

  test.each([[undefined], [null], [''], [0]])('is nothing where the id is %j', (user_id) => {
    expect(decider.load?.(told({ user_id }), context)).toEqual({});
    expect(decider.decide(told({ user_id }), {}, context)).toEqual(ofNobody);
  });

  test.each([[true], [4.5], [-1], [{ id: 42 }], [[42]]])('is a fault where the id is %j', (user_id) => {
    const fault = expect.objectContaining({ code: 'SCHEMA_MISMATCH' });
    expect(() => decider.load?.(told({ user_id }), context)).toThrow(fault);
  });

  test.each([
    ['the key was destroyed', { userKey: deleted, settings: undefined }],
    ['a tombstone is among what was read after it', { userKey: key, settings: tombstone }],
  ])('is nothing where %s', (_, loaded) => {
    expect(decider.decide(told({ user_id: 42 }), loaded, context)).toEqual(ofADeletedUser);
  });
});
