/** Notes that processes made before they did something, and mishaps afterwards: the excuses that the checks take. */
import type { Item } from '../../lib/store/store.ts';
import type { Process } from './process.ts';
import type { Ran } from './run.ts';
import { shopConfig } from './shop.ts';
import type { World } from './worker.ts';
import type { Written } from './workload.ts';

/** The time after which a mishap has nothing to do with a note. */
const LEASE_MS = 30_000;

/** So often a note is tried that the store does not take for now. */
const NOTE_TRIES = 3;

/**
 * Someone who noted that it was sending died, or lost the store's answer since. Where it never called, it lost two: that
 * of the note, and that the note is void.
 */
export function isInTheDark(key: string, callsMade: number, { world }: Ran): boolean {
  const isSending = (item: Item) => item.pk === `${shopConfig.name}#${key}` && item['state'] === 'sending';
  return notesOf(isSending, world).some(({ by, ms }) => {
    const isLost = incidentsAfter(ms, by) >= (callsMade > 0 ? 1 : 2);
    return !by.isAlive() || isLost || (callsMade > 0 && by.throttles.filter(isSoonAfter(ms)).length >= NOTE_TRIES);
  });
}

function incidentsAfter(ms: number, { incidents }: Process): number {
  return incidents.filter(isSoonAfter(ms)).length;
}

function isSoonAfter(ms: number) {
  return (at: number) => at >= ms && at < ms + LEASE_MS;
}

/** Two runs noted the record, and never answered; or could not say that they did, which is the store's fault. */
export function isProvenCrash(one: Written, { placed, world }: Ran): boolean {
  const record = placed.get(one);
  if (!record) return false;
  const pk = `${shopConfig.name}#${record.topic}-${record.partition}`;
  const notes = notesOf((item) => item.pk === pk && item['offset'] === record.offset && 'runs' in item, world);
  return new Set(notes.flatMap(({ by, ms }) => (by.isAlive() && !hadTrouble(ms, by) ? [] : [by]))).size >= 2;
}

/** To be throttled is enough to leave a row open. */
function hadTrouble(ms: number, by: Process): boolean {
  return incidentsAfter(ms, by) > 0 || by.throttles.some(isSoonAfter(ms));
}

/** Who wrote such items, and when. */
function notesOf(isMeant: (item: Item) => boolean, { store, processes }: World): { by: Process; ms: number }[] {
  return store.applied.flatMap(({ write, after, ms }) => {
    if (write.op === 'check' || !after || !isMeant(after)) return [];
    const by = processes.get(String(after['owner']).split(' ')[0] ?? '');
    return by ? [{ by, ms }] : [];
  });
}
