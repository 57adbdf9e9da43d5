/** Objects in memory, reached over the network. */
import type { Objects } from '../../lib/objects/objects.ts';
import type { Process } from './process.ts';
import { callFrom, type Network } from './remote.ts';

export interface MemoryObjects {
  /** The objects as that process reaches them. */
  objectsOf(caller: Process): Objects;
  all: ReadonlyMap<string, Uint8Array>;
}

export function createMemoryObjects(network: Network): MemoryObjects {
  const all = new Map<string, Uint8Array>();
  return {
    all,
    objectsOf: (caller) => {
      const call = <T>(what: string, effect: () => T) =>
        callFrom(caller, { service: 'objects', what, effect }, network);
      return {
        put: (name, bytes) => call(`put ${name}`, () => void all.set(name, bytes)),
        get: (name) => call(`get ${name}`, () => all.get(name)),
        remove: (name) => call(`remove ${name}`, () => void all.delete(name)),
      };
    },
  };
}
