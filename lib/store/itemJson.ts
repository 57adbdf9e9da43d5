/** Items as JSON text and back. Names are sorted, so that equal items have equal text. */
import type { Item } from './store.ts';

/** Bytes are an object with this one name, holding base64. A name of an item that looks like it gets one more "$". */
const BYTES = '$bytes';
const LOOKS_LIKE_BYTES = /^\$+bytes$/;

/** Any value of an item, or a write as a whole. `undefined` attributes are left out. */
export function toJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof Uint8Array) return `{"${BYTES}":"${Buffer.from(value).toString('base64')}"}`;
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  const fields: Record<string, unknown> = { ...value };
  let text = '';
  for (const name of Object.keys(fields).sort()) {
    if (fields[name] === undefined) continue;
    const written = LOOKS_LIKE_BYTES.test(name) ? `$${name}` : name;
    text += `${text && ','}${JSON.stringify(written)}:${toJson(fields[name])}`;
  }
  return `{${text}}`;
}

export function itemFromJson(text: string): Item {
  const item: unknown = JSON.parse(text);
  return (text.includes(`${BYTES}"`) ? restored(item) : item) as Item;
}

function restored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restored);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  const [name, held] = fields[0] ?? [];
  if (name === BYTES) return new Uint8Array(Buffer.from(String(held), 'base64'));
  return Object.fromEntries(
    fields.map(([written, field]) => [LOOKS_LIKE_BYTES.test(written) ? written.slice(1) : written, restored(field)]),
  );
}
