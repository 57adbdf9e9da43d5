/** Events, and what is known of a user, as the decisions on notices are given them. */
import type { Commit, Skip } from '../../../lib/commit/commit.ts';
import type { Envelope } from '../../../lib/envelope/envelope.ts';

export function envelope<Data>(data: Data): Envelope<Data> {
  const named = { id: 'change-1', idIsPlace: false, type: 'user.status_changed', format: 'embedded' } as const;
  return { ...named, version: 1, timestamp: '2026-11-21T08:00:00.000Z', source: 'usercenter', traceId: null, data };
}

/** The events that follow, type and data; or why nothing does. */
export function told(decided: Commit | Skip) {
  return decided.kind === 'skip'
    ? decided.reason
    : decided.events.map(({ definition, data }) => [definition.type, data]);
}

export const settings = {
  pk: 'user#7',
  sk: '-',
  version: 1,
  email: 'first@example.com',
  locale: 'zh-CN',
  preferences: { email: false, sms: true, webhook: true },
  createdAt: '2026-11-21T07:00:00.000Z',
};
export const chosen = { ...settings, email: 'chosen@example.com', emailIsChosen: true as const };
export const user = {
  pk: 'user#7',
  sk: '-',
  version: 3,
  username: 'zoe',
  email: 'now@example.com',
  passwordHash: '$argon2id$…',
  status: 'active' as const,
  locale: 'en',
  createdAt: '2026-11-21T07:00:00.000Z',
  changedAt: '2026-11-21T07:00:00.000Z',
  fieldTimes: {},
  listed: 'users-1',
};
export const erased = { pk: 'user#7', sk: '-', version: 2, deletedAt: '2026-11-21T07:00:00.000Z' };

export const destroyed = { pk: 'user#7', sk: '-', destroyedAt: '2026-11-21T07:00:00.000Z' };
