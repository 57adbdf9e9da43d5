/**
 * Works off rows due: each is given to its function when its time comes, as a replay of its record, and the function takes
 * the row away in the transaction that settles the record.
 *
 * Why a row is worked off once, and in order, whoever runs beside us and whenever a run dies:
 * - A run takes nothing away before the function answered, so a row that it leaves is the next run's.
 * - Two runs may give one row to the function at once. It is the function that recognises the second: by its claim, its
 *   mark, or the row that is gone.
 * - Rows of one lane are given one after the other; behind one that comes again, the lane waits from there on.
 */
import pLimit, { type LimitFunction } from 'p-limit';
import { toFault } from '../errors/fault.ts';
import { EVERY_MS, stayAwake } from './awake.ts';
import { type DueRow, due, shards } from './dueRow.ts';
import { type DueWorker, giveRow } from './giveRow.ts';

export interface WorkedOffRows {
  /** Rows that are settled. */
  done: number;
  /** Rows that come again. */
  waiting: number;
  parked: number;
}

interface Run {
  worker: DueWorker;
  /** Epoch milliseconds: nothing is begun from here on. */
  endsAtMs: number;
  /** Aborted when the time is over. */
  signal: AbortSignal;
  slots: LimitFunction;
  /** Lanes that rows are being given from. */
  busy: Map<string, Promise<void>>;
  /** Where a lane stopped, and until when it waits. */
  stopped: Map<string, { sk: string; untilMs: number }>;
  /** Where the next look into a shard begins; absent: at the front. */
  pages: Map<string, string>;
  /** Rows that this run is done with. */
  settled: Set<string>;
  total: WorkedOffRows;
}

const AT_ONCE = 32;
/** More lanes are not taken up before some are done. */
const MAX_BUSY = 256;
const PAGE_ROWS = 100;
/** How often a run looks for new rows. */
const LOOK_MS = 1_000;
/** How long a lane waits within a run, once its row has to come again. */
const AGAIN_MS = 5_000;
/** A function may take long; what is not begun so long before the end is the next run's. */
const START_MARGIN_MS = 10_000;
const END_MARGIN_MS = 1_500;

/** Stays as long as something falls due before it ends, and looks every second for what is new. Faults are the store's. */
export async function workOff(worker: DueWorker, remainingMs: () => number): Promise<WorkedOffRows> {
  const run: Run = {
    worker,
    endsAtMs: worker.now() + Math.min(EVERY_MS, remainingMs() - START_MARGIN_MS),
    signal: AbortSignal.timeout(Math.max(0, remainingMs() - END_MARGIN_MS)),
    slots: pLimit(AT_ONCE),
    busy: new Map(),
    stopped: new Map(),
    pages: new Map(),
    settled: new Set(),
    total: { done: 0, waiting: 0, parked: 0 },
  };
  try {
    await look(run);
  } finally {
    await Promise.all(run.busy.values());
  }
  const { done, waiting, parked } = run.total;
  if (done + waiting + parked > 0) worker.log.info('due.done', { done, waiting, parked });
  return run.total;
}

async function look(run: Run): Promise<void> {
  const { worker, endsAtMs } = run;
  // Whoever woke this run announced it.
  let announcedMs: number | undefined;
  for (;;) {
    const nextMs = await takeUp(run);
    const isIdle = nextMs === undefined && run.busy.size === 0;
    const isOver = worker.now() >= endsAtMs;
    // A row may come between the last look and the word that nobody looks: so the word comes first, then a last look.
    if (isIdle && announcedMs === 0) return;
    const untilMs = isIdle || isOver ? 0 : endsAtMs;
    if (untilMs !== announcedMs) await stayAwake(worker.store, untilMs);
    announcedMs = untilMs;
    if (isOver) return;
    if (!isIdle) await worker.sleep(pauseMs(nextMs, run));
  }
}

function pauseMs(nextMs: number | undefined, { worker, pages, busy }: Run): number {
  // A shard has more than one page: the rest is looked at once there is room.
  if (pages.size > 0 && busy.size < MAX_BUSY) return 0;
  return Math.max(0, Math.min(LOOK_MS, (nextMs ?? Number.POSITIVE_INFINITY) - worker.now()));
}

/** Begins what is due. Answers when the next row is, if one is before this run ends. */
async function takeUp(run: Run): Promise<number | undefined> {
  if (run.busy.size >= MAX_BUSY) return run.worker.now() + LOOK_MS;
  const found = await Promise.all(shards.map((shard) => rowsIn(shard, run)));
  const rows = found.flat().filter((row) => !run.settled.has(`${row.pk} ${row.sk}`));
  const nowMs = run.worker.now();
  const isDue = (row: DueRow) => Date.parse(row.dueAt) <= nowMs;
  for (const lane of Map.groupBy(rows.filter(isDue), ({ lane }) => lane).values()) begin(lane, run);
  const next = rows.filter((row) => !isDue(row)).map(({ dueAt }) => Date.parse(dueAt));
  const again = [...run.stopped.values()].map(({ untilMs }) => untilMs).filter((ms) => ms > nowMs);
  const first = Math.min(...next, ...again);
  return first < run.endsAtMs ? first : undefined;
}

async function rowsIn(shard: string, { worker, pages, endsAtMs }: Run): Promise<DueRow[]> {
  // "~" comes after every character that follows the time in a sort key.
  const range = { to: `${new Date(endsAtMs).toISOString()}~`, limit: PAGE_ROWS };
  const found = await worker.store.query({ table: due, partition: shard }, range, pages.get(shard));
  if (found.next === undefined) pages.delete(shard);
  else pages.set(shard, found.next);
  return found.items;
}

/** In order, until one has to come again. */
function begin(rows: readonly DueRow[], run: Run): void {
  const [first] = rows;
  if (!first || run.busy.has(first.lane) || !mayBegin(first, run)) return;
  const { lane } = first;
  run.stopped.delete(lane);
  const giving = giveLane(rows, run).finally(() => run.busy.delete(lane));
  run.busy.set(lane, giving);
}

/** A lane goes on at the row that it stopped at, or at one before it. */
function mayBegin({ lane, sk }: DueRow, { stopped, worker }: Run): boolean {
  const stop = stopped.get(lane);
  return !stop || (sk <= stop.sk && worker.now() >= stop.untilMs);
}

/** Never throws. */
async function giveLane(rows: readonly DueRow[], run: Run): Promise<void> {
  const { worker, total } = run;
  for (const row of rows) {
    const outcome = await run.slots(async () => {
      if (worker.now() >= run.endsAtMs) return 'late';
      return await giveRow(row, worker, run.signal).catch((error: unknown) => {
        worker.log.warn('due.waits', { function: row.function, row: row.sk, error: toFault(error).message });
        return 'waiting' as const;
      });
    });
    if (outcome === 'late') return;
    total[outcome] += 1;
    if (outcome === 'waiting') {
      run.stopped.set(row.lane, { sk: row.sk, untilMs: worker.now() + AGAIN_MS });
      return;
    }
    run.settled.add(`${row.pk} ${row.sk}`);
  }
}
