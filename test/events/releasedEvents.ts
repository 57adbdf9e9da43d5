/** Schemas of events as they were released: a file that is committed, with a line of its own for each type and version. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { AnyEvent } from '../../lib/envelope/event.ts';
import { breaks, type Schema } from './compatibility.ts';

const FILE = new URL('released.json', import.meta.url);

/** `user.registered 1` → its schema. */
export type Released = Readonly<Record<string, Schema>>;

export function readReleased(): Released {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Released;
}

/** Adds the versions that are not in it; those that are stay as they were released. */
export function withReleased(released: Released, events: readonly AnyEvent[]): Released {
  const all = events.map((event) => [`${event.type} ${event.version}`, schemaOf(event)] as const);
  return { ...Object.fromEntries(all), ...released };
}

export function writeReleased(released: Released): void {
  writeFileSync(FILE, `${JSON.stringify(released, null, 2)}\n`);
}

/** A sentence for each way in which readers of what was released may fail. */
export function releaseFaults(released: Released, events: readonly AnyEvent[]): string[] {
  return Object.entries(released).flatMap(([name, schema]) => {
    const [type = '', version] = name.split(' ');
    const event = events.find((one) => one.type === type);
    if (!event) return [`${name} was released, and is gone: topics hold it, so keep reading it`];
    if (event.version === Number(version))
      return breaks(schema, schemaOf(event)).map((fault) => `${name} needs a new version: ${fault}`);
    return reads(event, Number(version))
      ? []
      : [`${name} is not read any more: version ${event.version} needs an upcast`];
  });
}

function schemaOf({ written }: AnyEvent): Schema {
  if (!written) return {};
  const { $schema: _, ...schema } = z.toJSONSchema(written, { io: 'output', unrepresentable: 'any' });
  return JSON.parse(JSON.stringify(schema)) as Schema;
}

/** Whether data of that version is understood, whatever is wrong with the data. */
function reads(event: AnyEvent, version: number): boolean {
  try {
    event.read({}, version);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'UNKNOWN_VERSION';
  }
}
