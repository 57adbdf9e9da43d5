/** Any number of items by their keys, page by page side by side. */
import { MAX_READS } from './limits.ts';
import type { Item, Ref, Store } from './store.ts';

/** One answer a ref, in order. */
export async function readAll(refs: readonly Ref[], store: Pick<Store, 'read'>): Promise<(Item | undefined)[]> {
  if (refs.length <= MAX_READS) return refs.length === 0 ? [] : await store.read(refs);
  const pages = Array.from({ length: Math.ceil(refs.length / MAX_READS) }, (_, n) =>
    store.read(refs.slice(n * MAX_READS, (n + 1) * MAX_READS)),
  );
  return (await Promise.all(pages)).flat();
}
