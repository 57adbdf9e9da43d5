/** How a collector knows what it has settled: by the watermark of a partition, or by the mark of a record. */

import type { Obstacles } from '../commit/obstacles.ts';
import type { Engine } from '../connect/engine.ts';
import type { ConsumerConfig } from '../declare/consumerConfig.ts';
import type { Topic } from '../envelope/topic.ts';
import { Fault } from '../errors/fault.ts';
import type { FaultyCode } from '../failures/faultyCode.ts';
import type { Deadline } from '../lambda/deadline.ts';
import type { Invocation } from '../lambda/lambda.ts';
import type { ReceivedRecord } from '../msk/receivedRecord.ts';
import type { Settled, Settlement } from '../outcomes/result.ts';
import type { Read, Reader } from '../reading/message.ts';
import { growingPause, OVERTAKEN, retryConflicts } from '../store/retryConflicts.ts';
import type { Fold } from './fold.ts';

export interface CollectorWork {
  config: ConsumerConfig;
  read: Reader;
  engine: Engine;
  fold: Fold;
  invocation: Invocation;
  deadline: Deadline;
  faultyCode: FaultyCode;
}

export interface Row {
  record: ReceivedRecord;
  reading: Read;
}

export function recordsOf(rows: readonly Row[]): ReceivedRecord[] {
  return rows.map(({ record }) => record);
}

export interface Failed {
  topic: Topic;
  fault: Fault;
  attempts: number;
  firstFailedMs: number;
}

export interface Bookkeeping {
  /** Folds and commits what is new among readable rows; what it throws is a failure of all of them. */
  collect(rows: readonly Row[], work: CollectorWork): Promise<Collected>;
  /** Settles the last of these rows as failed; those before it are nothing but ignored. Never throws. */
  bury(rows: readonly Row[], failed: Failed, work: CollectorWork): Promise<Settlement>;
}

export interface Collected {
  /** The others had been settled before. */
  fresh: readonly Row[];
  /** How the others had failed, where that is known. */
  earlier?: Settled;
}

/** How often a run is folded anew because another writer changed what it was folded upon. */
const MAX_FOLDS = 5;

interface Folding {
  /** Where the records are, for the fault. */
  place: string;
  obstacles: Obstacles;
  engine: Engine;
}

/** Folds again, up to five times, what another writer overtook. Faults STORE_CONTENDED, DECISION_IMPOSSIBLE, and the fold's. */
export async function foldUntilWritten(
  fold: () => Promise<Collected | typeof OVERTAKEN>,
  { place, obstacles, engine }: Folding,
): Promise<Collected> {
  const collected = await retryConflicts(fold, { attempts: MAX_FOLDS, pause: growingPause(engine) });
  if (collected === OVERTAKEN) throw overtaken(place, obstacles);
  return collected;
}

/** Where the same item stood in the way of each fold, waiting helps nobody: the run is cut, and the record found. */
function overtaken(place: string, obstacles: Obstacles): Fault {
  const obstacle = obstacles.lasting(MAX_FOLDS);
  if (obstacle !== undefined) return new Fault('DECISION_IMPOSSIBLE', `${place}: ${obstacle.place}`);
  return new Fault('STORE_CONTENDED', `${place}: ${MAX_FOLDS} folds in a row were overtaken`);
}
