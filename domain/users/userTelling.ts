/** Turns an event about a user into a state, to be joined with the state that is known. */
import { userLoggedIn } from '../../events/user.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import { idInKeys } from '../../lib/envelope/idInKeys.ts';
import { isObject, type JsonObject } from '../../lib/envelope/json.ts';
import { toUtc, UNKNOWN_TIME } from '../../lib/envelope/timestamp.ts';
import { heardAddress } from '../../lib/mail/address.ts';
import type { Value } from '../../lib/store/store.ts';
import { publicState, type User } from './user.ts';
import { nothing, type OwnField, type ToldField, type ViewField, type ViewState, viewFields } from './viewState.ts';

export type UserEvent = Pick<Envelope<JsonObject>, 'id' | 'type' | 'timestamp' | 'hasNoTime' | 'data'>;

export interface Hearing {
  /** The record's place in the log. */
  from: string;
  /** The version of the user's own record, where there is one: an event of ours never has a higher one. */
  ownVersion?: number | undefined;
}

/**
 * An event with a `user_version` that our record has reached, and the whole state, is ours; all others tell single
 * fields, each as of the event's time. One without any time tells them as of before all others, and of no log-in.
 */
export function toldBy(event: UserEvent, { from, ownVersion = Number.MAX_SAFE_INTEGER }: Hearing): ViewState {
  const { type, timestamp, hasNoTime, data } = event;
  const login = type === userLoggedIn.type && !hasNoTime && { lastLoginAt: timestamp };
  const { user_version: version } = data;
  const values = valuesIn(data);
  if (typeof version === 'number' && version <= ownVersion && isWhole(values))
    return { ...nothing, version, own: ownFields(values, data, timestamp), ...login };
  return { ...nothing, foreign: foreignFields(values, event, from), ...login };
}

/** Ours always are; what only claims a version must not hide what ours tell. */
function isWhole(values: Values): boolean {
  return alwaysThere.every((field) => values[field] !== undefined);
}

const alwaysThere = ['username', 'email', 'status', 'locale', 'created_at'] as const;

/** The state that the events of this version carry, made from the user's record that they come from. */
export function toldByRecord(userId: string, user: User): ViewState {
  const state = publicState(userId, user);
  return { ...nothing, version: user.version, own: ownFields(valuesIn(state), state, user.changedAt) };
}

function ownFields(values: Values, data: JsonObject, timestamp: string): ViewState['own'] {
  const times = isObject(data['field_times']) ? data['field_times'] : {};
  const createdAt = timeIn(data['created_at']) ?? timestamp;
  const fields = viewFields.flatMap((field): [ViewField, OwnField][] => {
    const value = values[field];
    const changedAt = timeIn(times[field]);
    if (value !== undefined) return [[field, { at: changedAt ?? createdAt, value }]];
    return changedAt === undefined ? [] : [[field, { at: changedAt }]];
  });
  return Object.fromEntries(fields);
}

/** `changes` may be of any shape; what it tells goes before what stands beside it. */
function foreignFields(beside: Values, event: UserEvent, from: string): ViewState['foreign'] {
  const { id, data } = event;
  const { changes } = data;
  const at = event.hasNoTime ? UNKNOWN_TIME : event.timestamp;
  const values = { ...beside, ...(isObject(changes) && valuesIn(changes)) };
  const told = Object.entries(values).map(([field, value]): [string, ToldField] => [
    field,
    { at, ...(from !== '' && { from }), id: idInKeys(id), value },
  ]);
  return Object.fromEntries(told);
}

type Values = { [F in ViewField]?: Value };

/** The fields that we know, where they hold what such a field can hold. */
function valuesIn(data: JsonObject): Values {
  const values = viewFields.flatMap((field) => {
    const value = readers[field](data[field]);
    return value === undefined ? [] : [[field, value]];
  });
  return Object.fromEntries(values);
}

const readers: { [F in ViewField]: (value: unknown) => Value | undefined } = {
  username: textIn,
  email: (value) => heardAddress.parse(value),
  status: textIn,
  locale: textIn,
  profile: (value) => (isObject(value) ? (value as { [name: string]: Value }) : undefined),
  created_at: timeIn,
};

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Foreign times may have any form; one that is none, or was never set, is left out. */
function timeIn(value: unknown): string | undefined {
  if (value === 0) return undefined;
  try {
    // Nothing stands in for an absent one: to ask for it throws, too.
    return toUtc(value, Number.NaN);
  } catch {
    return undefined;
  }
}
