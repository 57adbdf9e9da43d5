/** Splits the data of an order's event: ids, codes, sums and times may be stored unsealed, all other fields may not. */
import { userId } from '../../events/userId.ts';
import { isObject, type JsonObject } from '../../lib/envelope/json.ts';
import { toUtc } from '../../lib/envelope/timestamp.ts';
import { parseSafely } from '../../lib/schema/parseSafely.ts';
import { CODE } from '../code.ts';

/** No name, address or free text of a person: everything else may hold some, and is sealed. */
export interface Clear {
  orderNo?: string;
  userId?: string;
  merchantId?: string;
  paymentId?: string;
  /** In the currency's minor unit. */
  amountMinor?: number;
  currency?: string;
  status?: string;
  createdAt?: string;
}

/** An order as far as it is known. `rest` are fields of the wire that stand under no name of ours. */
export interface Told {
  clear: Clear;
  rest: JsonObject;
}

const MAX_ID = 256;
const CURRENCY = /^[A-Z]{3}$/;

type Field = { as: keyof Clear; read(value: unknown): string | number | undefined };

const fields: Readonly<Record<string, Field>> = {
  order_no: { as: 'orderNo', read: (value) => matching(CODE, value) },
  user_id: { as: 'userId', read: idOf },
  merchant_id: { as: 'merchantId', read: (value) => matching(CODE, value) },
  payment_id: { as: 'paymentId', read: (value) => matching(CODE, value) },
  amount: { as: 'amountMinor', read: (value) => (isAmount(value) ? value : undefined) },
  currency: { as: 'currency', read: (value) => matching(CURRENCY, value) },
  status: { as: 'status', read: (value) => matching(CODE, value) },
  created_at: { as: 'createdAt', read: timeOf },
};

/** The attributes that are stored unsealed, by their names on the wire. */
export const wireNames: ReadonlyMap<string, keyof Clear> = new Map(
  Object.entries(fields).map(([name, { as }]) => [name, as]),
);

function split(data: JsonObject): Told {
  const clear: Record<string, string | number> = {};
  const rest: [string, unknown][] = [];
  for (const [name, value] of Object.entries(data)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const held = field?.read(value);
    if (field && held !== undefined) clear[field.as] = held;
    else rest.push([name, value]);
  }
  return { clear, rest: Object.fromEntries(rest) };
}

/** The unsealed attributes of an item that holds others, too. */
export function clearOf(item: Clear): Clear {
  const held = [...wireNames.values()].map((as) => [as, item[as]]);
  return Object.fromEntries(held.filter(([, value]) => value !== undefined));
}

/**
 * The data of an event. What its `changes` say in a form that may stand in the clear does stand there; what it replaces
 * of the event's own fields is among the rest, with all other changes.
 */
export function splitEvent({ order_id: _, ...data }: JsonObject): Told {
  const { changes, ...state } = data;
  const own = split(withoutAbsent(state));
  if (changes === undefined || changes === null) return own;
  if (!isObject(changes)) return { ...own, rest: { ...own.rest, changes } };
  const { user_id: otherUser, ...changed } = changes;
  const { clear, rest } = split(changed);
  const others = { ...rest, ...(otherUser !== undefined && { user_id: otherUser }) };
  const replaced = [...wireNames].filter(([, as]) => as in clear && as in own.clear);
  return {
    clear: { ...own.clear, ...clear },
    rest: {
      ...own.rest,
      ...Object.fromEntries(replaced.map(([name]) => [name, state[name]])),
      ...(Object.keys(others).length > 0 && { changes: others }),
    },
  };
}

/** In the words of the wire. What changes replaced of an event's own fields stands there beside them again. */
export function wireOf({ clear, rest }: Told): JsonObject {
  const known = [...wireNames].flatMap(([name, as]) => (clear[as] === undefined ? [] : [[name, clear[as]] as const]));
  const changed = known.filter(([name]) => name in rest);
  if (changed.length === 0) return { ...Object.fromEntries(known), ...rest };
  const changes = { ...Object.fromEntries(changed), ...(isObject(rest['changes']) && rest['changes']) };
  return { ...Object.fromEntries(known), ...rest, changes };
}

/** Null stands for absent in a known field, and so does what Go writes for nothing. A change to nothing is one. */
function withoutAbsent(data: JsonObject): JsonObject {
  const isAbsent = (value: unknown) => value === null || value === '' || value === 0 || value === GO_ZERO_TIME;
  return Object.fromEntries(Object.entries(data).filter(([name, value]) => !(wireNames.has(name) && isAbsent(value))));
}

const GO_ZERO_TIME = '0001-01-01T00:00:00Z';

/** The id of the order, as text; undefined where it is none that anybody could ask for. */
export function orderIdOf({ order_id: id }: JsonObject): string | undefined {
  return idOf(id);
}

function idOf(value: unknown): string | undefined {
  const read = parseSafely(userId, value);
  return read.success && read.data.length <= MAX_ID && read.data.isWellFormed() ? read.data : undefined;
}

function matching(form: RegExp, value: unknown): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}

function isAmount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function timeOf(value: unknown): string | undefined {
  if ((typeof value !== 'string' && typeof value !== 'number') || value === '' || value === GO_ZERO_TIME)
    return undefined;
  try {
    return toUtc(value, 0);
  } catch {
    return undefined;
  }
}
