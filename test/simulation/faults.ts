/** The faults of a run, and when they come: each run has another mixture, so that rare pairs of faults meet too. */
import { type ErrorCode, Fault } from '../../lib/errors/fault.ts';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

export type Service = 'store' | 'objects' | 'broker' | 'provider';

/** The fate of one call. */
export interface Fate {
  takesEffect: boolean;
  fault?: Fault;
  thereMs: number;
  backMs: number;
}

export interface Faults {
  /** For that long already? */
  areOver(forMs?: number): boolean;
  fateOf(service: Service): Fate;
  /** Does the process die right here? */
  isLastStep(): boolean;
  /** The write of a transaction that meets another one in flight, which nobody else knows of; null mostly. */
  contendedAt(writes: number): number | null;
  /** Is a single write of a call refused because there are too many? */
  isThrottled(): boolean;
  /** Does the client send a call again, which was already done? */
  isSentAgain(): boolean;
  /** After how long an earlier try of a call, given up by the client, still takes effect; null mostly. */
  lateMs(): number | null;
  /** Does the broker take only the first records of a call? */
  isCutShort(): boolean;
  /** Is a batch that was done not committed, and so comes again? */
  isForgotten(): boolean;
  /** Is what was sent by a process that is dead by now lost on the way? */
  isLostOnTheWay(): boolean;
}

/** After this long nothing goes wrong any more. */
export const FAULTS_MS = 30_000;
/** A call that takes this long may outlast a lease. */
export const STALL_MS = 2_000;

/** `certain`: surely without effect. `unclear`: who reads it can't know. */
const codes: Record<Service, Record<'certain' | 'unclear', readonly [ErrorCode, ...ErrorCode[]]>> = {
  store: { certain: ['STORE_UNAVAILABLE', 'THROTTLED'], unclear: ['STORE_UNAVAILABLE'] },
  objects: { certain: ['OBJECTS_UNAVAILABLE'], unclear: ['OBJECTS_UNAVAILABLE'] },
  broker: { certain: ['BROKER_UNAVAILABLE', 'THROTTLED'], unclear: ['BROKER_UNAVAILABLE', 'TIMED_OUT'] },
  provider: { certain: ['THROTTLED', 'DEPENDENCY_UNAVAILABLE'], unclear: ['DEPENDENCY_FAILED', 'TIMED_OUT'] },
};

interface Rates {
  certain: number;
  unclear: number;
  slow: number;
  /** When it does not answer at all, in milliseconds from the start. */
  down: [fromMs: number, toMs: number];
}

export function drawFaults(random: Random, clock: Clock): Faults {
  const startMs = clock.now();
  const areOver = (forMs = 0) => clock.now() - startMs > FAULTS_MS + forMs;
  const rates = {
    store: drawRates(random),
    objects: drawRates(random),
    broker: drawRates(random),
    provider: drawRates(random),
  };
  const deaths = random.pick([0, 0, 0.002, 0.01]);
  const contention = random.pick([0, 0, 0.02, 0.1]);
  const lateness = random.pick([0, 0, 0.02, 0.1]);
  return {
    areOver,
    isLastStep: () => !areOver() && random.chance(deaths),
    contendedAt: (writes) => (!areOver() && random.chance(contention) ? random.between(0, writes - 1) : null),
    isThrottled: () => !areOver() && random.chance(rates.store.certain),
    isSentAgain: () => !areOver() && random.chance(rates.store.unclear),
    lateMs: () => (!areOver() && random.chance(lateness) ? random.pick([1, 100, 3_000, 9_000]) : null),
    isCutShort: () => !areOver() && random.chance(rates.broker.unclear),
    isForgotten: () => !areOver() && random.chance(0.03),
    isLostOnTheWay: () => random.chance(0.5),
    fateOf: (service) => {
      const calm: Fate = { takesEffect: true, thereMs: random.between(1, 5), backMs: random.between(1, 5) };
      if (areOver()) return calm;
      const { certain, unclear, slow, down } = rates[service];
      const fails = (kind: 'certain' | 'unclear', takesEffect: boolean): Fate => {
        const fault = new Fault(random.pick(codes[service][kind]), `${service} in the simulation`);
        return { ...calm, backMs: random.pick([2, 50, 3_000]), takesEffect, fault };
      };
      const runMs = clock.now() - startMs;
      if (runMs >= down[0] && runMs < down[1])
        return random.chance(0.1) ? fails('unclear', true) : isDown(service, calm);
      if (random.chance(certain)) return fails('certain', false);
      if (random.chance(unclear)) return fails('unclear', random.chance(0.5));
      if (!random.chance(slow)) return calm;
      return { ...calm, [random.pick(['thereMs', 'backMs'])]: random.between(100, 12_000) };
    },
  };
}

function isDown(service: Service, calm: Fate): Fate {
  const code = {
    store: 'STORE_UNAVAILABLE',
    objects: 'OBJECTS_UNAVAILABLE',
    broker: 'BROKER_UNAVAILABLE',
    provider: 'DEPENDENCY_UNAVAILABLE',
  } as const;
  return { ...calm, takesEffect: false, fault: new Fault(code[service], `${service} is down in the simulation`) };
}

function drawRates(random: Random): Rates {
  const rate = () => random.pick([0, 0, 0.02, 0.1]);
  const from = random.chance(0.25) ? random.between(0, 15_000) : FAULTS_MS;
  return { certain: rate(), unclear: rate(), slow: rate(), down: [from, from + random.between(500, 15_000)] };
}
