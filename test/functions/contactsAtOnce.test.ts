import { describe, expect, test } from 'vitest';
import { openContact } from '../fixtures/contacts.ts';
import { realPart } from '../real/available.ts';

const preferences = { email: true, sms: true, webhook: true };

function suite(dynamo?: string): void {
  test('two changes of different fields at once are both kept', async () => {
    const { show, change } = await openContact(dynamo);
    const changes = [{ phone: '+4930123456' }, { email: 'my@example.com' }, { preferences: { email: false } }];
    const answers = await Promise.all([...changes, { locale: 'en' }].map((told) => change(told)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const shown = await show();
    expect(shown.headers.get('etag')).toBe('"4-u1"');
    expect(shown.body).toMatchObject({
      phone: '+4930123456',
      email: 'my@example.com',
      locale: 'en',
      preferences: { ...preferences, email: false },
    });
  });

  test('of two that name the version they saw, the second is told of the first', async () => {
    const { show, change } = await openContact(dynamo);
    const seen = { 'if-match': (await show()).headers.get('etag') ?? '' };
    const answers = await Promise.all([change({ phone: '+4930123456' }, seen), change({ phone: '+4930654321' }, seen)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    const [refused] = answers.filter(({ status }) => status === 412);
    expect(refused?.body).toMatchObject({ code: 'VERSION_MISMATCH', detail: expect.stringContaining('version is 1') });
    const [kept] = answers.filter(({ status }) => status === 200);
    expect((await show()).body['phone']).toBe(kept?.body['phone']);
  });
}

describe('changes of a contact on SQLite', () => suite());

const address = await realPart('dynoxide');
describe.runIf(address)('changes of a contact on dynoxide', () => suite(address ?? ''));
