import { describe, expect, it } from 'vitest';
import { deliverNotice } from '../../../domain/notifications/userNotice.ts';
import { chosen, destroyed, envelope, erased, settings, told, user } from './given.ts';

const now = { nowMs: Date.parse('2026-11-21T08:00:00Z') };
const none = { settings: undefined, user: undefined, key: undefined };

describe('a notice', () => {
  // The known settings of the user, the category, and address and language of the request, or why there is none.
  it.each([
    ['goes to the address they chose', { settings: chosen, user }, 'security', ['chosen@example.com', 'zh-CN']],
    ['goes to that of the account, which may be newer', { settings, user }, 'security', ['now@example.com', 'zh-CN']],
    ['goes to what the registration told of others’ users', { settings }, 'security', ['first@example.com', 'zh-CN']],
    ['goes to the account while its settings are to come', { user }, 'service', ['now@example.com', 'en']],
    ['can be switched off', { settings, user }, 'transactional', 'a notice that the user has switched off'],
    ['of any other kind can be, too', { settings, user }, 'marketing', 'a notice that the user has switched off'],
    ['that does not say its kind can’t', { settings, user }, undefined, ['now@example.com', 'zh-CN']],
    ['has nowhere to go', {}, 'security', 'a notice to a user without an address'],
    ['is nothing to a deleted user', { settings, user, key: destroyed }, 'security', 'an event of a deleted user'],
    [
      'is nothing to one whose settings are erased',
      { settings: erased, user },
      'security',
      'an event of a deleted user',
    ],
  ])('%s', (...[, known, category, expected]) => {
    const event = envelope({ user_id: '7', notice: 'password_changed', category });
    const decided = told(deliverNotice(event, { ...none, ...known }, now));
    const sent = typeof decided === 'string' ? decided : decided.map(([, data]) => data);
    const [to, locale] = expected;
    const asked = { to, locale, template: 'password_changed', category: category ?? 'security' };
    expect(sent).toEqual(
      typeof expected === 'string' ? expected : [{ ...asked, cause_event_id: 'change-1', user_id: '7' }],
    );
  });

  it('carries its parameters along, and the event that gave rise to it', () => {
    const event = envelope({ user_id: '7', notice: 'n', params: { at: 'x' }, category: 'other', cause_event_id: 'c' });
    const known = { ...none, user };
    expect(told(deliverNotice(event, known, now))).toEqual([
      [
        'notification.email',
        {
          to: 'now@example.com',
          template: 'n',
          params: { at: 'x' },
          locale: 'en',
          category: 'service',
          cause_event_id: 'c',
          user_id: '7',
        },
      ],
    ]);
  });

  it('without a user id is passed over', () => {
    expect(told(deliverNotice(envelope({ notice: 'n' }), {}, now))).toBe('a notice without a user id');
  });
});

describe('a notice, after an address was changed', () => {
  const until = (time: string) => Date.parse(time) / 1000;
  const former = {
    pk: 'user#7',
    sk: '-',
    version: 2,
    addresses: [
      { email: 'old@example.com', until: until('2026-11-21T08:00:01Z') },
      { email: 'gone@example.com', until: until('2026-11-21T08:00:00Z') },
      { email: 'NOW@example.com', until: until('2026-12-05T08:00:00Z') },
    ],
    expiresAt: until('2026-12-05T08:00:00Z'),
  };
  const sentTo = (data: { notice: string; category?: string | undefined; params?: object }, more: object = {}) => {
    const { notice, category, params = {} } = data;
    const event = envelope({ user_id: '7', notice, category, params: { ...params } });
    const decided = told(deliverNotice(event, { ...none, user, former, ...more }, now));
    return typeof decided === 'string' ? decided : decided.map(([, asked]) => Object(asked).to);
  };

  it.each([
    ['of security goes there, too, for a time, and to none twice', 'security', ['NOW@example.com', 'old@example.com']],
    ['that says no kind does', undefined, ['NOW@example.com', 'old@example.com']],
    ['of another kind does not', 'service', ['now@example.com']],
  ])('%s', (_, category, addresses) => {
    expect(sentTo({ notice: 'password_changed', category })).toEqual(addresses);
  });

  it.each([
    [['email'], ['old@example.com', 'NOW@example.com']],
    [
      ['login_email', 'email'],
      ['old@example.com', 'NOW@example.com'],
    ],
    [['login_email'], ['NOW@example.com', 'old@example.com']],
    [
      ['phone', 'webhook'],
      ['NOW@example.com', 'old@example.com'],
    ],
  ])('of the change of %j goes to the address before it', (changed, addresses) => {
    expect(sentTo({ notice: 'contact_changed', category: 'security', params: { changed } })).toEqual(addresses);
  });

  it('goes nowhere where there was none before, or once the user is deleted', () => {
    const change = { notice: 'contact_changed', category: 'security', params: { changed: ['email'] } };
    expect(sentTo(change, { former: undefined })).toBe('a notice to a user without an address');
    expect(sentTo(change, { key: destroyed })).toBe('an event of a deleted user');
    const buried = { pk: 'user#7', sk: '-', version: 3, deletedAt: '2026-11-21T07:00:00.000Z' };
    expect(sentTo({ notice: 'password_changed' }, { former: buried })).toEqual(['now@example.com']);
  });
});
