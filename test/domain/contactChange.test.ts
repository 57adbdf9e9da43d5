import { describe, expect, it, test } from 'vitest';
import { changeContact, replaceSettings, settingsNow } from '../../domain/users/contactChange.ts';
import { chosen, destroyed, erased, settings, user } from './notifications/given.ts';

const webhook = { webhookUrl: 'https://example.com/hook', webhookSecret: 'whsec_old' };
const told = { ...chosen, ...webhook, phone: '+4930123456' };

// A change, and what of the settings is other than before.
test.each([
  ['an e-mail of their own', settings, { email: 'my@example.com' }, { email: 'my@example.com', emailIsChosen: true }],
  ['none any more', chosen, { email: null }, { email: undefined, emailIsChosen: undefined }],
  ['a phone number', settings, { phone: '+4930123456' }, { phone: '+4930123456' }],
  ['no phone number', told, { phone: null }, { phone: undefined }],
  [
    'a webhook',
    settings,
    { webhookUrl: 'https://a.example/' },
    { webhookUrl: 'https://a.example/', webhookSecret: 'new' },
  ],
  [
    'another webhook',
    told,
    { webhookUrl: 'https://a.example/' },
    { webhookUrl: 'https://a.example/', webhookSecret: 'new' },
  ],
  ['no webhook', told, { webhookUrl: null }, { webhookUrl: undefined, webhookSecret: undefined }],
  ['a language', settings, { locale: 'en' }, { locale: 'en' }],
  ['the language of the account', chosen, { locale: null }, { locale: 'fr' }],
  [
    'one preference',
    settings,
    { preferences: { sms: false } },
    { preferences: { email: false, sms: false, webhook: true } },
  ],
  ['all as at first', settings, { preferences: null }, { preferences: { email: true, sms: true, webhook: true } }],
])('%s: the next version, all else as it was', (_, now, change, differs) => {
  expect(changeContact(now, change, 'fr', 'new')).toEqual({ ...now, ...differs, version: 2 });
});

test.each([
  ['nothing', {}],
  ['the same webhook', { webhookUrl: 'https://example.com/hook' }],
  ['the same address', { email: 'chosen@example.com', locale: 'zh-CN', preferences: { email: false } }],
])('%s changes nothing: no new version, no new secret', (_, change) => {
  expect(changeContact(told, change, 'en', 'new')).toBe(told);
});

describe('the settings as they are now', () => {
  const none = { settings: undefined, user: undefined, key: undefined };

  it('are what the user’s own record tells while they are to come, as version 0', () => {
    expect(settingsNow('7', { ...none, user })).toEqual({
      pk: 'user#7',
      sk: '-',
      version: 0,
      email: 'now@example.com',
      locale: 'en',
      preferences: { email: true, sms: true, webhook: true },
      createdAt: '2026-11-21T07:00:00.000Z',
    });
    expect(settingsNow('7', { settings, user, key: undefined })).toBe(settings);
  });

  it.each([
    ['of nobody', none],
    ['erased', { ...none, settings: erased, user }],
    ['of a user whose key is destroyed', { settings, user, key: destroyed }],
    ['of a user whose record is erased', { ...none, user: erased as never }],
  ])('are not there when they are %s', (_, known) => {
    expect(settingsNow('7', known)).toBeUndefined();
  });

  it('are replaced only if nobody else was first', () => {
    expect(replaceSettings({ ...settings, version: 1 }).when).toEqual({ absent: true });
    expect(replaceSettings({ ...settings, version: 5 }).when).toEqual({ equals: { version: 4 } });
  });
});
