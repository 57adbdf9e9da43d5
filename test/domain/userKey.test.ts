import { expect, test } from 'vitest';
import { destroyKey, isDeleted, openKey } from '../../domain/users/userKey.ts';

let ids = 0;
const context = { digest: (text: string) => `<${text}>`, newId: () => `id${++ids}` };

test('a user’s key is made when first needed, and is the same ever after', () => {
  const made = openKey('7', undefined, context);
  expect(made).toEqual({
    secret: '<["user-key","7","id1id2"]>',
    writes: [expect.objectContaining({ item: { pk: 'user#7', sk: '-', salt: 'id1id2' }, when: { absent: true } })],
  });
  expect(openKey('7', { pk: 'user#7', sk: '-', salt: 'id1id2' }, context)).toEqual({
    secret: made?.secret,
    writes: [],
  });
});

test('a destroyed key holds the id only, opens nothing, and says that the user was deleted', () => {
  const [put] = destroyKey('7', { pk: 'user#7', sk: '-', salt: 's' }, '2026-11-21T08:00:00.000Z');
  const item = { pk: 'user#7', sk: '-', destroyedAt: '2026-11-21T08:00:00.000Z' };
  expect(put).toMatchObject({ item, when: { equals: { salt: 's' } } });
  expect([isDeleted(item), openKey('7', item, context), destroyKey('7', item, 'later')]).toEqual([true, undefined, []]);
  expect([isDeleted(undefined), destroyKey('7', undefined, 'now')[0]?.when]).toEqual([false, { absent: true }]);
});
