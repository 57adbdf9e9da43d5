/** One definition of an event is the source of its type, its check, its key and its topics. */
import type * as z from 'zod';
import { withoutAbsent } from './absent.ts';
import { checkOf } from './check.ts';
import type { JsonObject } from './json.ts';
import { refuseReserved } from './reserved.ts';
import type { Topic } from './topic.ts';
import { checkUpcasts, type Upcasts, upcast } from './upcast.ts';

/** A field and what it holds where a system names an event otherwise than by our type, e.g. `action: "register"`. */
export interface LegacyName {
  field: 'type' | 'event_type' | 'action';
  value: string;
}

/** Another topic that carries the same fact, in that topic's own format. */
export interface Copy<Data> {
  topic: Topic;
  legacyName?: LegacyName;
  /** The payload there, where it differs. */
  data?: (data: Data) => JsonObject;
}

/** Identifies the occurrence that an event tells of. Events of one fact share its id. The engine fills in absent fields. */
export interface Fact {
  id?: string;
  /** UTC, RFC 3339. */
  at?: string;
  /** The entity that changed and its version after the change: the outbox keeps a stream's events in version order. */
  entity?: { stream: string; version: number };
}

export interface NewEvent {
  definition: AnyEvent;
  data: JsonObject;
  fact: Fact;
}

export interface EventDefinition<Type extends string = string, Data = unknown, Read = unknown> {
  (data: Data, fact?: Fact): NewEvent;
  readonly type: Type;
  /** The major version written. Older ones are read where upcasts lead from them to this. */
  readonly version: number;
  readonly topic: Topic;
  /** The event's name on that topic, where it is not its type in the field that the topic's format has for it. */
  readonly legacyName?: LegacyName;
  /** Stands for every type on its topic; see `defineAny`. */
  readonly isAny?: boolean;
  readonly copies: readonly Copy<Data>[];
  /** The fields of its data that we know; none where anything is taken. */
  readonly fields: readonly string[];
  /** The data as it is written; absent where anything is taken. */
  readonly written?: z.ZodType;
  /** Every topic that carries it: its own and those of its copies. */
  readonly topics: readonly Topic[];
  /** The data to write, checked strictly. Fault EVENT_INVALID. */
  check(data: Data): JsonObject;
  /**
   * The data of a received event of that major version (default: the present), brought up to this and checked
   * tolerantly. Faults: UNKNOWN_VERSION; SCHEMA_MISMATCH names each field.
   */
  read(data: JsonObject, version?: number): Read;
  key(data: Data): string;
}

export type AnyEvent = EventDefinition<string, never, unknown>;
/** The type of `event.data` in a handler of this event. */
export type DataOf<E> = E extends EventDefinition<string, never, infer Read> ? Read : never;

interface Shape<Type extends string, Schema extends z.ZodObject, Read> {
  type: Type;
  version: number;
  topic: Topic;
  legacyName?: LegacyName;
  data: Schema;
  /** The schema that readers accept; see `tolerant`. Default: `data`. */
  reads?: z.ZodType<Read>;
  /** How older major versions become the next; they are read as long as they are named here. */
  upcasts?: Upcasts;
  key: (data: z.output<Schema>) => string;
  copies?: readonly Copy<z.output<Schema>>[];
}

/** Fault EVENT_INVALID where a field bears a name that a topic's format keeps for itself, or an upcast leads nowhere. */
export function defineEvent<const Type extends string, Schema extends z.ZodObject, Read = z.output<Schema>>(
  shape: Shape<Type, Schema, Read>,
): EventDefinition<Type, z.output<Schema>, Read> {
  const { type, version, topic, key, copies = [], upcasts = {} } = shape;
  const reads = shape.reads ?? (shape.data.loose() as unknown as z.ZodType<Read>);
  const known = Object.keys(shape.data.shape);
  const present = withoutAbsent(reads, known);
  for (const carrier of [{ topic }, ...copies]) if (!('data' in carrier)) refuseReserved(type, known, carrier.topic);
  checkUpcasts({ type, version, upcasts });
  const checkWritten = checkOf(shape.data, 'EVENT_INVALID', type);
  const checkRead = checkOf(reads, 'SCHEMA_MISMATCH', type);
  const create = (data: z.output<Schema>, fact: Fact = {}): NewEvent => ({ definition, data, fact });
  const definition: EventDefinition<Type, z.output<Schema>, Read> = Object.assign(create, {
    type,
    version,
    topic,
    ...(shape.legacyName && { legacyName: shape.legacyName }),
    copies,
    fields: known,
    written: shape.data,
    topics: [topic, ...copies.map((copy) => copy.topic)],
    key,
    check: (data: z.output<Schema>): JsonObject => checkWritten(data),
    read: (data: JsonObject, from = version): Read => {
      const current = upcast({ type, version, upcasts }, data, from);
      return checkRead(present(current));
    },
  });
  return definition;
}

/** A reader of `data` that also takes events without these fields, and lets unknown fields through. */
export function tolerant<Schema extends z.ZodObject, const Names extends readonly (keyof z.output<Schema> & string)[]>(
  data: Schema,
  mayLack: Names,
): z.ZodType<Tolerant<z.output<Schema>, Names[number]>> {
  const shape = Object.entries(data.shape).map(([name, field]) => {
    const lacking = mayLack.some((candidate) => candidate === name);
    return [name, lacking ? (field as z.ZodType).optional() : field];
  });
  return data.extend(Object.fromEntries(shape)).loose() as unknown as z.ZodType<
    Tolerant<z.output<Schema>, Names[number]>
  >;
}

type Tolerant<Data, Name extends keyof Data> = Omit<Data, Name> & { [K in Name]?: Data[K] | undefined };
