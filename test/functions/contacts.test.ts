import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { settingsRef, userSettings } from '../../domain/users/settings.ts';
import { config as initialising } from '../../functions/consumers/initialiseUserSettings/config.ts';
import { initialiseUserSettings } from '../../functions/consumers/initialiseUserSettings/initialiseUserSettings.ts';
import { config } from '../../functions/http/contacts/config.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { put } from '../../lib/store/store.ts';
import { openContact } from '../fixtures/contacts.ts';
import { bearer } from '../fixtures/tokens.ts';

const preferences = { email: true, sms: true, webhook: true };

describe('a user’s contact', () => {
  test('is what the registration told, until their settings come', async () => {
    const { id, show } = await openContact();
    const shown = await show();
    expect([shown.status, shown.headers.get('etag'), shown.body]).toEqual([
      200,
      '"0-u1"',
      { user_id: id, email: 'jane@example.com', locale: 'zh-CN', preferences },
    ]);
  });

  test('is made when it is changed before they come, and they leave it as it is', async () => {
    const { platform, id, show, change } = await openContact();
    const changed = await change({ phone: '+4930123456', preferences: { sms: false } });
    const contact = { user_id: id, email: 'jane@example.com', phone: '+4930123456', locale: 'zh-CN' };
    const expected = { ...contact, preferences: { ...preferences, sms: false } };
    expect([changed.status, changed.headers.get('etag'), changed.body]).toEqual([200, '"1-u1"', expected]);

    const initialise = consumer(initialising, { 'user.registered': initialiseUserSettings }, { open: platform.open() });
    expect(await platform.invoke(initialise, await platform.onTopic('user.events'))).toMatchObject({ thrown: null });
    expect((await show()).body).toEqual(expected);
  });

  test('shows the secret of a new webhook once, and never again', async () => {
    const { platform, show, change } = await openContact();
    const first = await change({ webhook_url: 'https://example.com/hook' });
    expect(first.body).toMatchObject({ webhook_url: 'https://example.com/hook' });
    expect(first.body['webhook_secret']).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const same = await change({ webhook_url: 'https://example.com/hook', locale: 'en' });
    const other = await change({ webhook_url: 'https://example.com/other' });
    expect(Object.keys(same.body)).not.toContain('webhook_secret');
    expect(Object.keys((await show()).body)).not.toContain('webhook_secret');
    expect(other.body['webhook_secret']).not.toBe(first.body['webhook_secret']);
    const none = await change({ webhook_url: null });
    expect(none.body).not.toHaveProperty('webhook_url');
    expect(JSON.stringify(platform.lines)).not.toMatch(/whsec_|hook|jane@/);
  });

  test('is changed only in what is named; what changes nothing makes no new version', async () => {
    const { change } = await openContact();
    await change({ email: 'my@example.com', phone: '+4930123456' });
    const same = await change({ email: 'my@example.com' });
    expect(same.headers.get('etag')).toBe('"1-u1"');
    const cleared = await change({ email: null, phone: null, locale: null, preferences: null });
    expect(cleared.headers.get('etag')).toBe('"2-u1"');
    expect(cleared.body).toMatchObject({ email: 'jane@example.com', locale: 'zh-CN', preferences });
    expect(cleared.body).not.toHaveProperty('phone');
  });

  test.each([
    ['email', { email: 'nowhere' }],
    ['phone', { phone: '030 123456' }],
    ['webhook_url', { webhook_url: 'http://example.com/hook' }],
    ['webhook_url', { webhook_url: 'https://jane:secret@example.com/' }],
    ['webhook_url', { webhook_url: 'example.com' }],
    ['webhook_url', { webhook_url: `https://example.com/${'x'.repeat(2048)}` }],
    ['locale', { locale: 'de' }],
    ['preferences.sms', { preferences: { sms: 'yes' } }],
  ])('is not changed where %s is not right: %j', async (path, body) => {
    const { change } = await openContact();
    const answered = await change(body);
    expect([answered.status, answered.body['code']]).toEqual([400, 'INVALID_BODY']);
    expect(answered.body['errors']).toMatchObject([{ path }]);
  });

  test.each(['suspended', 'locked'])('is changed only by an administrator while the user is %s', async (status) => {
    const { platform, ask, id, path, change } = await openContact();
    const admin = await bearer(platform, 'admin');
    await ask(`/api/v1/users/${id}/status`, { method: 'PUT', body: { status }, headers: admin });
    const refused = await change({ email: 'thief@example.com' });
    expect([refused.status, refused.body['code']]).toEqual([403, `ACCOUNT_${status.toUpperCase()}`]);
    const helped = await ask(path, { method: 'PUT', body: { email: 'my@example.com' }, headers: admin });
    expect([helped.status, helped.body['email']]).toEqual([200, 'my@example.com']);
  });

  test('is not there for a user nobody knows, nor for one who was deleted', async () => {
    const { platform, ask, id, show, change } = await openContact();
    const admin = await bearer(platform, 'admin');
    const path = '/api/v1/users/12345/contact';
    expect((await ask(path, { headers: admin })).status).toBe(404);
    expect((await ask(path, { method: 'PUT', body: {}, headers: admin })).status).toBe(404);

    const { connections } = await platform.open()(config);
    const tombstone = { ...settingsRef(id), version: 1, deletedAt: '2026-11-21T08:00:00.000Z' };
    const { pk, sk, version, deletedAt } = tombstone;
    await connections.store.transact([put(userSettings, { pk, sk, version, deletedAt })], randomUUID());
    expect([(await show()).status, (await change({ phone: '+4930123456' })).status]).toEqual([404, 404]);
    expect(await connections.store.read([settingsRef(id)])).toEqual([{ pk, sk, version, deletedAt }]);
  });
});
