import { expect, it } from 'vitest';
import { trxLogin } from '../../events/trx.ts';
import { userDeleted, userLoggedIn, userPasswordChanged, userStatusChanged, userUpdated } from '../../events/user.ts';
import { encode } from '../../lib/envelope/encode.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { sampleRecord } from './sampleRecords.ts';

const at = '2026-11-21T08:00:00.500Z';
/** Its last two digits tell the facts apart. */
const factOf = (digits: string) => ({ id: `0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a${digits}`, at });
const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

const zoe = { user_id: '373476556801234', username: 'zoe', email: 'zoe@example.com', locale: 'en' };
const state = {
  ...zoe,
  user_version: 2,
  status: 'active',
  created_at: '2026-11-21T08:00:00.000Z',
  field_times: {},
};
const from = { ip: '203.0.113.7', country: 'NZ', user_agent: 'Lynx/2.9' };
const changes = { username: 'zoé', profile: { city: 'Paris' } };
const updated = { ...state, ...changes, field_times: { username: at, profile: at }, changes };
const suspended = { ...state, status: 'suspended', field_times: { status: at } };

/** Event → the samples of its own topic and of its copies. */
const told: [string[], string, NewEvent][] = [
  [['user.logged_in'], '21', userLoggedIn({ ...state, user_version: 1, ...from, failed_attempts: 2 })],
  [['trx.login'], '21', trxLogin({ user_id: zoe.user_id, username: 'zoe', ...from })],
  [['user.password_changed'], '22', userPasswordChanged(state)],
  [['user.status_changed'], '23', userStatusChanged({ ...suspended, old_status: 'active', reason: 'unpaid' })],
  [['user.updated', 'trx.user_updated'], '24', userUpdated(updated)],
  [['user.deleted'], '25', userDeleted({ ...zoe, user_version: 3, deleted_at: at })],
];

it.each(told)('%j are what encode() writes, byte for byte', (names, digits, event) => {
  const samples = names.map((name) => {
    const { topic, key, value, headers } = sampleRecord(name);
    return { topic, key, value, headers };
  });
  expect(encode({ ...event, fact: factOf(digits) }, trace)).toEqual(samples);
});
