/** Writes a settling together with what follows from the failure, decided anew while other writers change what it had read. */
import { type Plan, putObjects, removeObjects } from '../commit/carryOut.ts';
import { createObstacles } from '../commit/obstacles.ts';
import type { Engine } from '../connect/engine.ts';
import { type Fault, toFault } from '../errors/fault.ts';
import type { StoredRow } from '../outbox/outbox.ts';
import type { Following } from '../outcomes/result.ts';
import type { Write, WriteFailure } from '../store/store.ts';

/** How often what follows is decided before the record goes back to Lambda. */
const MAX_DECISIONS = 5;

interface Settling {
  /** The settling itself. */
  own: readonly Write[];
  follow: Following | undefined;
  /** Why the record failed, for the log. */
  because: Fault;
  write(writes: readonly Write[]): Promise<WriteFailure[]>;
}

interface Written {
  failures: readonly WriteFailure[];
  /** To be drained. */
  rows: readonly StoredRow[];
}

/**
 * A commit that follows never keeps a record from being settled: where it can't be decided or written, the letter is
 * written without it, and the log says so. A re-drive then decides it again. Faults are the store's.
 */
export async function writeFollowed(settling: Settling, engine: Engine): Promise<Written> {
  const obstacles = createObstacles();
  for (let decisions = 1; settling.follow; decisions += 1) {
    const outcome = await tryFollowed(settling, settling.follow, engine);
    if (outcome.kind === 'written') return outcome;
    if (outcome.kind === 'alone') break;
    obstacles.meet(outcome.writes, outcome.failures);
    const obstacle = obstacles.lasting(MAX_DECISIONS);
    if (obstacle) {
      tellUndecided(`${obstacle.place} contradicts it, and nobody changes that`, settling, engine);
      break;
    }
    if (decisions >= MAX_DECISIONS) return { failures: outcome.failures, rows: [] };
    await engine.sleep(Math.round(engine.random() * 20 * decisions));
  }
  return { failures: await settling.write(settling.own), rows: [] };
}

type Outcome =
  | ({ kind: 'written' } & Written)
  | { kind: 'alone' }
  | { kind: 'overtaken'; writes: readonly Write[]; failures: readonly WriteFailure[] };

async function tryFollowed(settling: Settling, follow: Following, engine: Engine): Promise<Outcome> {
  const { objects } = engine.connections;
  const { own, write } = settling;
  try {
    const plan = await follow();
    const writes = [...own, ...plan.writes];
    await putObjects(plan, objects);
    const failures = await write(writes);
    if (failures.length === 0) return { kind: 'written', failures, rows: plan.rows };
    await removeObjects(plan, objects);
    const overtaken = failures.filter(({ index }) => index >= own.length && index < writes.length);
    if (overtaken.length < failures.length) return { kind: 'written', failures, rows: [] };
    return isThere(plan, overtaken, own.length) ? { kind: 'alone' } : { kind: 'overtaken', writes, failures };
  } catch (error) {
    const fault = toFault(error);
    if (fault.class === 'unavailable' || fault.class === 'throttled') throw fault;
    tellUndecided(fault.message, settling, engine);
    return { kind: 'alone' };
  }
}

/** Its own item says that it was written before. */
function isThere({ hasOnce }: Plan, failures: readonly WriteFailure[], at: number): boolean {
  return hasOnce && failures.some(({ index, reason }) => index === at && reason === 'condition');
}

function tellUndecided(error: string, { because }: Settling, { log }: Engine): void {
  log.error('failure.unfollowed', { error, because: because.message, next: 'mend onFailed, then re-drive the letter' });
}
