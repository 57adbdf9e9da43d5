/** Records that an enemy, or a broken producer, could put on a topic: samples with something wrong in them, and noise. */

import { isObject } from '../../lib/envelope/json.ts';
import type { Headers, KafkaRecord } from '../../lib/kafka/record.ts';
import { bytesOnBroker, defaultMaxMessageBytes } from '../../lib/kafka/recordSize.ts';
import type { Random } from '../simulation/random.ts';
import { bytesFor, keyFor, nestedText, oneOf, textFor, valueFor } from './values.ts';

type Fields = Record<string, unknown>;
export type Made = Pick<KafkaRecord, 'key' | 'value' | 'headers'>;
type Spoil = (sample: KafkaRecord, random: Random) => Made;

const headerNames = [
  'x-event-id',
  'x-event-version',
  'traceparent',
  'content-type',
  'ce_specversion',
  'ce_id',
  'ce_type',
  'ce_time',
  'x-replay-count',
  'x-dead-letter-id',
  'x-original-topic',
  'x-original-partition',
  'x-original-offset',
  'x-original-timestamp',
  'x-dlq-consumer',
  'x-error-class',
  'x-error-code',
  'x-error-message',
  'x-attempts',
  'x-first-failed-at',
  'x-failed-at',
];

const headerTexts = [
  'application/cloudevents+json',
  '1',
  '0',
  '-1',
  '1.0',
  'a😀😀😀😀😀😀',
  '9'.repeat(40),
  'orders',
  '00-',
];

/** Fields that tell records apart; what is spoilt would otherwise be a repeat of what was spoilt before. */
const ids = ['id', 'event_id', 'user_id', 'payment_id', 'order_id', 'check_id', 'cause_event_id'];

const spoils: readonly Spoil[] = [
  ({ key, headers }, random) => ({ key, headers, value: bytesFor(random) }),
  ({ key, headers }, random) => ({ key, headers, value: Buffer.from(JSON.stringify(valueFor(random)) ?? '') }),
  ({ key, headers }, random) => ({ key, headers, value: Buffer.from(nestedText(random)) }),
  (sample, random) => ({ ...sample, value: nested(sample, random) }),
  (sample, random) => ({ ...sample, value: cut(sample, random) }),
  (sample, random) => ({ ...sample, key: random.chance(0.2) ? null : bytesFor(random) }),
  forged,
  forged,
  unholdable,
  unholdable,
  unholdable,
  spoilt,
  spoilt,
  spoilt,
  spoilt,
  spoilt,
  spoilt,
  spoilt,
  spoilt,
  spoilt,
];

/** Never larger than a broker takes. */
export function hostile(sample: KafkaRecord, random: Random): Made {
  const { key, value, headers } = oneOf(spoils, random)(sample, random);
  const made = { topic: sample.topic, key, value, headers };
  if (bytesOnBroker(made) <= defaultMaxMessageBytes) return { key, value, headers };
  return { key, headers, value: Buffer.from('too large') };
}

function forged({ key, value, headers }: Made, random: Random): Made {
  const added = Array.from({ length: random.between(1, 5) }, () => {
    const name = random.chance(0.9) ? oneOf(headerNames, random) : textFor(random).slice(0, 5_000);
    return [name.toWellFormed(), headerBytes(random)] as const;
  });
  return { key, value, headers: random.chance(0.5) ? [...headers, ...added] : added };
}

function headerBytes(random: Random): Uint8Array {
  if (random.chance(0.3)) return bytesFor(random, random.between(0, 300));
  if (random.chance(0.3)) return Buffer.from(oneOf(headerTexts, random));
  return Buffer.from(textFor(random).slice(0, 20_000));
}

/** One to three fields, wherever they stand, hold something else, are gone, or have another name. */
function spoilt({ key, value, headers }: KafkaRecord, random: Random): Made {
  const fields = parsed(value);
  if (!fields) return { key, headers, value: bytesFor(random, 50) };
  for (let times = random.between(1, 3); times > 0; times -= 1) spoilOne(fields, random);
  return { key, headers: withFreshId(headers, random), value: Buffer.from(JSON.stringify(fields)) };
}

/** Its ids are such that no item can be found or stored under them. */
function unholdable({ key, value, headers }: KafkaRecord, random: Random): Made {
  const fields = parsed(value);
  if (!fields) return forged({ key, value, headers }, random);
  for (const held of [fields, ...Object.values(fields).filter(isObject)]) {
    for (const name of ids) if (name in held && random.chance(0.4)) held[name] = keyFor(random);
  }
  return { key, headers, value: Buffer.from(JSON.stringify(fields)) };
}

const plainField = { enumerable: true, configurable: true, writable: true };

function spoilOne(fields: Fields, random: Random): void {
  const names = Object.keys(fields);
  const name = names[random.between(0, names.length - 1)] ?? 'data';
  const held = fields[name];
  const chance = random.next();
  if (isObject(held) && Object.keys(held).length > 0 && chance < 0.75) spoilOne(held, random);
  else if (chance > 0.9) delete fields[name];
  // Whatever the name: to assign to "__proto__" would do something else.
  else Object.defineProperty(fields, chance > 0.8 ? textFor(random) : name, { ...plainField, value: valueFor(random) });
}

function nested({ value }: KafkaRecord, random: Random): Uint8Array {
  const fields = parsed(value) ?? {};
  const [inner = fields] = Object.values(fields).filter(isObject);
  inner[random.chance(0.5) ? 'metadata' : 'more'] = 'HERE';
  return Buffer.from(JSON.stringify(fields).replace('"HERE"', nestedText(random)));
}

function cut({ value }: KafkaRecord, random: Random): Uint8Array {
  return (value ?? Buffer.alloc(0)).subarray(0, random.between(0, value?.length ?? 0));
}

/** The sample, told of somebody else, so that it is no repeat. */
export function renewed(sample: KafkaRecord, random: Random): KafkaRecord {
  const fields = parsed(sample.value);
  if (!fields || random.chance(0.2)) return sample;
  for (const held of [fields, ...Object.values(fields).filter(isObject)]) {
    for (const name of ids) if (name in held) held[name] = freshId(held[name], random);
  }
  const headers = withFreshId(sample.headers, random);
  return { ...sample, headers, value: Buffer.from(JSON.stringify(fields)) };
}

function freshId(held: unknown, random: Random): unknown {
  const number = random.between(1, 2 ** 40);
  if (typeof held === 'number') return number;
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0').slice(-12)}`;
}

function withFreshId(headers: Headers, random: Random): Headers {
  return headers.map(([name, bytes]) => [
    name,
    name === 'x-event-id' ? Buffer.from(String(freshId('', random))) : bytes,
  ]);
}

function parsed(value: Uint8Array | null): Fields | undefined {
  try {
    const fields: unknown = JSON.parse(Buffer.from(value ?? '').toString());
    return isObject(fields) ? fields : undefined;
  } catch {
    return undefined;
  }
}
