import { describe, expect, it, test } from 'vitest';
import { tellPasswordChange, tellStatusChange } from '../../../domain/notifications/securityNotice.ts';
import { destroyed, envelope, told } from './given.ts';

describe('a change of password', () => {
  const changed = {
    ...envelope({ user_id: '7', email: 'zoe@example.com', username: 'zoe' }),
    type: 'user.password_changed',
  };
  const entry = [
    'audit.logs',
    { actor: 'user#7', action: 'user.password_changed', subject: 'user#7', details: { cause_event_id: 'change-1' } },
  ];

  it('is told to the user and to the security log, which holds no name and no address', () => {
    expect(told(tellPasswordChange(changed, { key: undefined }))).toEqual([
      [
        'user.notice_raised',
        {
          user_id: '7',
          notice: 'password_changed',
          params: { at: '2026-11-21T08:00:00.000Z' },
          category: 'security',
          cause_event_id: 'change-1',
        },
      ],
      entry,
    ]);
  });

  it('is logged under the time at which it happened', () => {
    const decided = tellPasswordChange(changed, {});
    expect(decided.kind === 'commit' && decided.events[1]?.fact).toEqual({ at: '2026-11-21T08:00:00.000Z' });
  });

  it('of a deleted user is logged, and told to nobody', () => {
    expect(told(tellPasswordChange(changed, { key: destroyed }))).toEqual([entry]);
  });

  it('without a user id is passed over', () => {
    expect(told(tellPasswordChange(envelope({}), {}))).toBe('a change of password without a user id');
  });
});

// Status, the one before, and what of them the notice and the log hold.
test.each([
  ['locked', 'active', { status: 'locked' }, { status: 'locked', old_status: 'active' }],
  ['suspended', undefined, { status: 'suspended' }, { status: 'suspended' }],
  [undefined, undefined, {}, {}],
  ['Zoë Müller, unpaid', 'zoe@example.com', { status: 'Zoë Müller, unpaid' }, {}],
  ['x'.repeat(33), 'on_hold-2', { status: 'x'.repeat(33) }, { old_status: 'on_hold-2' }],
])('a change of status to %s from %s: told as it is, logged only as codes', (status, old_status, params, details) => {
  const event = envelope({ user_id: '7', status, old_status, reason: 'because she said so' });
  expect(told(tellStatusChange(event, {}))).toEqual([
    [
      'user.notice_raised',
      {
        user_id: '7',
        notice: 'status_changed',
        params: { ...params, reason: 'because she said so', at: '2026-11-21T08:00:00.000Z' },
        category: 'security',
        cause_event_id: 'change-1',
      },
    ],
    [
      'audit.logs',
      {
        actor: 'admin',
        action: 'user.status_changed',
        subject: 'user#7',
        details: { ...details, cause_event_id: 'change-1' },
      },
    ],
  ]);
});

test('a change of status without a user id is passed over', () => {
  expect(told(tellStatusChange(envelope({ status: 'locked' }), {}))).toBe('a change of status without a user id');
});
