import { describe, expect, it } from 'vitest';
import { deliverNotice } from '../../../domain/notifications/userNotice.ts';
import { chosen, destroyed, envelope, erased, settings, told, user } from './given.ts';

const none = { settings: undefined, user: undefined, key: undefined };

describe('a notice', () => {
  // What is known of the user, the category, and address and language of the request, or why there is none.
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
    const decided = told(deliverNotice(event, { ...none, ...known }));
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
    expect(told(deliverNotice(event, known))).toEqual([
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
    expect(told(deliverNotice(envelope({ notice: 'n' }), {}))).toBe('a notice without a user id');
  });
});
