/** A call over the network: it arrives or not, its answer arrives or not, and the caller may die before, between and after. */
import type { Clock } from './clock.ts';
import { type Faults, type Service, STALL_MS } from './faults.ts';
import { never, type Process } from './process.ts';

export interface Network {
  clock: Clock;
  faults: Faults;
  trace(line: () => string): void;
}

interface Call<T> {
  service: Service;
  what: string;
  /** The effect where the call arrives, whether or not its answer gets back. */
  effect(isAnswered: boolean): T | Promise<T>;
}

/** Throws what fate has in store, or what the effect throws. */
export async function callFrom<T>(caller: Process, { service, what, effect }: Call<T>, network: Network): Promise<T> {
  const { clock, faults, trace } = network;
  await survive(caller, `before ${what}`, network);
  const fate = faults.fateOf(service);
  await clock.sleep(fate.thereMs);
  const isLost = !fate.takesEffect || (!caller.isAlive() && faults.isLostOnTheWay());
  const answer = isLost ? null : await effect(!fate.fault);
  trace(
    () => `${caller.name} ${what}: ${isLost ? 'no effect' : told(answer)}${fate.fault ? ` ${fate.fault.code}` : ''}`,
  );
  await clock.sleep(fate.backMs);
  const isStall = fate.thereMs + fate.backMs > STALL_MS;
  if (isStall || fate.fault?.class === 'unavailable' || fate.fault?.class === 'transient') {
    caller.incidents.push(clock.now());
  }
  if (service === 'store' && (fate.fault?.class === 'throttled' || isThrottledInPart(answer))) {
    caller.throttles.push(clock.now());
  }
  await survive(caller, `after ${what}`, network);
  if (fate.fault) throw fate.fault;
  return answer as T;
}

/** Each single write has its own outcome. */
function isThrottledInPart(answer: unknown): boolean {
  return Array.isArray(answer) && answer.some((outcome) => outcome?.fault?.class === 'throttled');
}

async function survive(caller: Process, where: string, { faults, trace }: Network): Promise<void> {
  if (caller.isAlive() && faults.isLastStep()) {
    trace(() => `${caller.name} dies ${where}`);
    caller.die();
  }
  if (!caller.isAlive()) await never();
}

function told(answer: unknown): string {
  if (Array.isArray(answer) && answer.length > 0) return JSON.stringify(answer).slice(0, 200);
  return 'done';
}
