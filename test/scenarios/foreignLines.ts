/** Records as the foreign programs are told to write them. */
import type { Line } from '../interop/programs.ts';
import type { Effect } from './foreignEffects.ts';

export type Told = [what: string, by: 'sarama' | 'nest', line: Line, becomes: Effect[]];

/** The user centre's in Go: base fields and payload on one level. */
export function userCentre(
  type: string,
  payload: { user_id: string; [field: string]: unknown },
  topic = 'user.events',
): Line {
  const base = {
    id: `${type}/${payload.user_id}`,
    type,
    version: '1.0',
    timestamp: '2026-11-21T16:00:00.1234567+08:00',
  };
  return { topic, key: payload.user_id, value: { ...base, ...payload } };
}

export const trx = (topic: string, key: string, value: object): Line => ({ topic, key, value });
