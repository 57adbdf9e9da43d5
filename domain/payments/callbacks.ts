/** Signed messages seen: each is taken once, so that a captured one is worth nothing. */
import type { Surroundings } from '../../lib/commit/commit.ts';
import { CALLBACK_MEMORY_SECONDS, type Callback } from '../../lib/http/callback.ts';
import { ALONE, defineTable, type Item, type Put, putIfAbsent, type Ref, ref } from '../../lib/store/store.ts';

export interface SeenCallback extends Item {
  /** Epoch seconds: then the signature is too old anyway. */
  expiresAt: number;
}

export const seenCallbacks = defineTable<SeenCallback>({ name: 'seenCallbacks', expires: true });

export function seenRef(callback: Callback | undefined, { digest }: Surroundings): Ref<SeenCallback> {
  return ref(seenCallbacks, digest(`${callback?.id}.${callback?.timestamp}`));
}

export function rememberCallback({ pk }: Ref<SeenCallback>, { nowMs }: Surroundings): Put {
  const expiresAt = Math.ceil(nowMs / 1000) + CALLBACK_MEMORY_SECONDS;
  return putIfAbsent(seenCallbacks, { pk, sk: ALONE, expiresAt });
}
