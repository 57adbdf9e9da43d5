/** Histories of users, ours and foreign, as the records that tell of them; and what they come to, folded plainly. */
import { trxLogin, welcomeEmail } from '../events/trx.ts';
import { userDeleted, userLoggedIn, userPasswordChanged, userRegistered, userUpdated } from '../events/user.ts';
import { encode } from '../lib/envelope/encode.ts';
import type { NewEvent } from '../lib/envelope/event.ts';
import type { NewRecord } from '../lib/kafka/record.ts';

/** Ten records a user: on `user.events` five, on TRX's topics four, one on DEMO's. */
export const RECORDS_PER_USER = 10;

/** The view that must be there in the end; null after a deletion. */
export type Expected = { version: number; username: string; email: string; lastLoginAt: string } | null;

export interface History {
  userId: string;
  records: NewRecord[];
  expected: Expected;
}

const START_MS = Date.parse('2026-11-21T08:00:00.000Z');
/** Every so manieth user is deleted in the end. */
const DELETED_EVERY = 20;

/** User number `n` of any number of them: the same every time. */
export function historyOf(n: number): History {
  const userId = String(400_000_000_000_000 + n * 7919);
  const at = (step: number) => new Date(START_MS + (n % 1000) * 1000 + step * 60_000).toISOString();
  const name = `user-${n}`;
  const first = { user_id: userId, username: name, email: `${name}@example.com`, locale: n % 2 ? 'en' : 'zh-CN' };
  const state = { ...first, user_version: 1, status: 'active', created_at: at(0), field_times: {} };
  const renamed = { ...state, user_version: 2, username: `${name}-b`, field_times: { username: at(2) } };
  const client = { ip: `198.51.100.${n % 250}`, country: 'DE', user_agent: 'bench/1' };
  const isDeleted = n % DELETED_EVERY === 0;
  // Half of the foreign changes come from before ours of the other field, half from after; they touch the address only.
  const foreignAt = at(n % 2 ? 1.5 : 3.5);
  const told: [NewEvent, number][] = [
    [userRegistered(state), 0],
    [welcomeEmail(first), 0],
    [userLoggedIn({ ...state, ...client }), 1],
    [trxLogin({ user_id: userId, ...client }), 1],
    [userUpdated({ ...renamed, changes: { username: renamed.username } }), 2],
    isDeleted
      ? [userDeleted({ ...first, user_version: 3, deleted_at: at(4) }), 4]
      : [userPasswordChanged({ ...renamed, user_version: 3 }), 4],
  ];
  const records = told.flatMap(([event, step]) => recordsOf(event, n, step, at(step)));
  records.splice(6, 0, foreignUpdate(userId, `${name}@elsewhere.example`, foreignAt, n));
  return {
    userId,
    records,
    expected: isDeleted
      ? null
      : { version: 3, username: renamed.username, email: `${name}@elsewhere.example`, lastLoginAt: at(1) },
  };
}

/** Events of one moment are one fact. */
function recordsOf(event: NewEvent, n: number, step: number, at: string): NewRecord[] {
  const id = `00000000-0000-4000-8000-${String(n * 10 + step).padStart(12, '0')}`;
  const trace = { traceId: id.replaceAll('-', ''), spanId: '00f067aa0ba902b7' };
  return encode({ ...event, fact: { id, at } }, trace);
}

/** An update as the Go user centre writes it. */
function foreignUpdate(userId: string, email: string, at: string, n: number): NewRecord {
  const base = { event_id: `evt-${n}`, event_type: 'user.updated', timestamp: at.replace('Z', '123456Z') };
  const value = { ...base, user_id: userId, changes: { email } };
  return { topic: 'user.events', key: Buffer.from(userId), value: Buffer.from(JSON.stringify(value)), headers: [] };
}
