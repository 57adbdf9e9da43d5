// The simulation's store keeps the contract of the real ones: its checks would mean little over another.
import { contractTables } from '../contracts/store/given.ts';
import { storeContract } from '../contracts/store.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import { createMemoryStore } from './memoryStore.ts';
import { startProcess } from './process.ts';
import { seededRandom } from './random.ts';

/** Goes on by itself, as fast as it can. */
const clock: Clock = {
  now: Date.now,
  after: (ms, ring) => {
    setImmediate(ring);
    return { atMs: ms, order: 0, ring };
  },
  sleep: () => new Promise((resolve) => setImmediate(resolve)),
  run: async () => true,
};

const noFaults: Faults = {
  areOver: () => true,
  fateOf: () => ({ takesEffect: true, thereMs: 1, backMs: 1 }),
  isLastStep: () => false,
  contendedAt: () => null,
  isThrottled: () => false,
  isSentAgain: () => false,
  lateMs: () => null,
  isCutShort: () => false,
  isForgotten: () => false,
  isLostOnTheWay: () => false,
};

storeContract('the simulation’s', async () => {
  const memory = createMemoryStore(
    { clock, faults: noFaults, trace: () => undefined },
    seededRandom(1),
    contractTables,
  );
  const another = async () => memory.storeOf(startProcess('worker', clock));
  return { store: await another(), another, end: async () => undefined };
});
