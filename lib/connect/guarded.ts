/**
 * Adapters behind circuit breakers, which they know nothing of. The store has none: an invocation without it costs one
 * time-out (progress rows come first, and what lanes ask for at the same time goes together), its failures hand back by
 * themselves, and a breaker that is still open when the store is back would keep us from noting what was sent.
 */
import type { Objects } from '../objects/objects.ts';
import type { Breaker } from '../port/port.ts';
import type { Producer } from '../producer/producer.ts';

export function guardedObjects(objects: Objects, breaker: Breaker): Objects {
  return {
    put: (name, bytes, signal) => breaker.run(() => objects.put(name, bytes, signal), signal),
    get: (name, signal) => breaker.run(() => objects.get(name, signal), signal),
    remove: (name, signal) => breaker.run(() => objects.remove(name, signal), signal),
  };
}

export function guardedProducer(producer: Producer, breaker: Breaker): Producer {
  return {
    ...producer,
    publish: (records, signal) => breaker.run(() => producer.publish(records, signal), signal),
    refusal: breaker.refusal,
    close: () => producer.close(),
  };
}
