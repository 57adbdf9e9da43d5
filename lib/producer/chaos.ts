/** Trouble on the way to the broker, on purpose and by a seed: what a producer may meet, so that nobody has to wait for it. */
import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '../errors/fault.ts';
import type { PublishingChaos } from '../settings/publishingChaos.ts';
import type { Producer } from './producer.ts';

const LONGEST_HOLD_MS = 50;

/** `name` gives each producer a sequence of its own: the same calls meet the same trouble, whatever others do. */
export function chaoticProducer(producer: Producer, chaos: PublishingChaos, name: string): Producer {
  const draw = seeded(chaos.seed, name);
  return {
    async publish(records, signal) {
      if (records.length === 0) return [];
      // Drawn all at once: whether one of them strikes must not move the others.
      const [hold, duplicate, fail, kill] = [draw(), draw(), draw(), draw()];
      const pauseMs = chaos.slowMs + (chaos.reorder ? hold * LONGEST_HOLD_MS : 0);
      if (pauseMs > 0) await delay(pauseMs);
      if (fail < chaos.fail) throw new Fault('BROKER_UNAVAILABLE', `chaos, ${records.length} records not sent`);
      const placed = await producer.publish(records, signal);
      if (duplicate < chaos.duplicate) await producer.publish(records, signal);
      if (kill < chaos.kill) throw new Fault('TIMED_OUT', `chaos, the answer for ${records.length} records is lost`);
      return placed;
    },
    close: () => producer.close(),
  };
}

/** Mulberry32, from the seed and the name's FNV-1a. 0 to below 1. */
function seeded(seed: number, name: string): () => number {
  let state = 0x811c9dc5 ^ seed;
  for (const byte of Buffer.from(name)) state = Math.imul(state ^ byte, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
