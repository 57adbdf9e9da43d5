/** An invocation with trouble on the way. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Chaos } from './chaos.ts';
import type { Surroundings } from './settings.ts';

/** The function ran, and nobody will know: its batch is read again from what is committed. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

const LONGEST_HOLD_MS = 50;

type Invoke = Surroundings['invoke'];

/**
 * Each partition has its own sequence of chances, drawn for the batches that begin in it: whatever the others do, the
 * same batches meet the same trouble.
 */
export function withChaos(next: Invoke, chaos: Chaos): Invoke {
  const sequences = new Map<string, () => number>();
  const sequenceOf = (place: string): (() => number) => {
    const known = sequences.get(place) ?? seeded(hash(place, chaos.seed));
    sequences.set(place, known);
    return known;
  };

  return async (name, event, requestId) => {
    const draw = sequenceOf(`${name} ${Object.keys(event.records).sort()[0]}`);
    // Drawn all at once: whether one of them strikes must not move the others.
    const [hold, duplicate, fail, kill] = [draw(), draw(), draw(), draw()];
    const pause = chaos.slowMs + (chaos.reorder ? Math.floor(hold * LONGEST_HOLD_MS) : 0);
    if (pause > 0) await delay(pause);
    let answer = await next(name, event, requestId);
    if (duplicate < chaos.duplicate) answer = await next(name, event, requestId);
    if (fail < chaos.fail) throw new Error('chaos: this answer is taken for an error');
    if (kill < chaos.kill) throw new AnswerLost('chaos: this answer is lost');
    return answer;
  };
}

/** Fisher and Yates; in the order given where there is no chaos. */
export function reordering(chaos: Chaos | undefined): <T>(items: readonly T[]) => T[] {
  if (!chaos?.reorder) return (items) => [...items];
  const draw = seeded(chaos.seed);
  return (items) => {
    const mixed = [...items];
    for (let at = mixed.length - 1; at > 0; at -= 1) {
      const other = Math.floor(draw() * (at + 1));
      [mixed[at], mixed[other]] = [mixed[other], mixed[at]] as (typeof mixed)[number][] as [never, never];
    }
    return mixed;
  };
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** FNV-1a. */
function hash(text: string, seed: number): number {
  let sum = 0x811c9dc5 ^ seed;
  for (const byte of Buffer.from(text)) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
}
