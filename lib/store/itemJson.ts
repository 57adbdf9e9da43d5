/** Items as JSON text and back; bytes survive as tagged base64. */
import type { Item, Value } from './store.ts';

/** No attribute of ours is called like this. */
const BYTES = '$bytes';

export function toItemJson(item: Item): string {
  return JSON.stringify(pack(item));
}

export function fromItemJson(text: string): Item {
  return unpack(JSON.parse(text)) as Item;
}

/** Buffer's own toJSON would come before a replacer, so bytes are packed first. */
function pack(value: Value | undefined): unknown {
  if (value instanceof Uint8Array) return { [BYTES]: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(pack);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, pack(held)]));
}

function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === BYTES) return Buffer.from(String(first[1]), 'base64');
  return Object.fromEntries(entries.map(([name, held]) => [name, unpack(held)]));
}
