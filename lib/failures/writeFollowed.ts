/** Writes a settling together with what follows from the failure, decided anew while other writers change what it had read. */
import { isOnceThere, putObjects, removeObjects } from '../commit/carryOut.ts';
import { createObstacles } from '../commit/obstacles.ts';
import type { Engine } from '../connect/engine.ts';
import { type Fault, toFault } from '../errors/fault.ts';
import type { LogFields } from '../observability/textLine.ts';
import { toldOf } from '../observability/told.ts';
import type { StoredRow } from '../outbox/outbox.ts';
import type { Following } from '../outcomes/result.ts';
import { MAX_DECISIONS, OVERTAKEN, redecide } from '../store/retryConflicts.ts';
import type { Write, WriteFailure } from '../store/store.ts';

interface Settling {
  /** The settling itself. */
  own: readonly Write[];
  follow: Following | undefined;
  /** Why the record failed, for the log. */
  because: Fault;
  write(writes: readonly Write[]): Promise<WriteFailure[]>;
}

const ALONE = { kind: 'alone' } as const;

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
  const outcome = settling.follow ? await decideFollowed(settling, settling.follow, engine) : ALONE;
  if (outcome.kind === 'written') return outcome;
  return { failures: await settling.write(settling.own), rows: [] };
}

/** The last attempt that was overtaken answers what stood in its way: the record goes back to Lambda. */
async function decideFollowed(settling: Settling, follow: Following, engine: Engine): Promise<Decided> {
  const obstacles = createObstacles();
  const decideAgain = async (decisions: number): Promise<Decided | typeof OVERTAKEN> => {
    const outcome = await tryFollowed(settling, follow, engine);
    if (outcome.kind !== 'overtaken') return outcome;
    obstacles.meet(outcome.writes, outcome.failures);
    if (decisions < MAX_DECISIONS) return OVERTAKEN;
    const obstacle = obstacles.lasting(MAX_DECISIONS);
    if (!obstacle) return { kind: 'written', failures: outcome.failures, rows: [] };
    tellUndecided({ error: `${obstacle.place} contradicts it, and nobody changes that` }, settling, engine);
    return ALONE;
  };
  const decided = await redecide(decideAgain, engine);
  return decided === OVERTAKEN ? ALONE : decided;
}

type Decided = ({ kind: 'written' } & Written) | typeof ALONE;
type Outcome = Decided | { kind: 'overtaken'; writes: readonly Write[]; failures: readonly WriteFailure[] };

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
    return isOnceThere(plan, overtaken, own.length) ? { kind: 'alone' } : { kind: 'overtaken', writes, failures };
  } catch (error) {
    const fault = toFault(error);
    if (fault.class === 'unavailable' || fault.class === 'throttled') throw fault;
    tellUndecided(toldOf(fault, engine.seldom), settling, engine);
    return { kind: 'alone' };
  }
}

function tellUndecided(told: LogFields, { because }: Settling, { log }: Engine): void {
  log.error('failure.unfollowed', {
    ...told,
    because: because.message,
    next: 'mend onFailed, then re-drive the letter',
  });
}
