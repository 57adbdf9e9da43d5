/** Copies a value of an item, so that the store and its callers share nothing; `undefined` is left out, as stores do. */
export function copied<T>(value: T): T {
  return copyOf(value) as T;
}

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return value.slice();
  if (Array.isArray(value)) return value.map(copyOf);
  const copy: Record<string, unknown> = {};
  for (const [name, held] of Object.entries(value)) if (held !== undefined) copy[name] = copyOf(held);
  return copy;
}
