/** Runs over the progress row of one partition: three records, at 10, 11 and 12. */
import type { Connections } from '../../../lib/connect/connect.ts';
import { type OpenRun, openRow } from '../../../lib/crashGuard/progressRows.ts';
import { put, ref } from '../../../lib/store/store.ts';
import { type Progress, progress } from '../../../lib/tables/progress.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const at = (offset: number) => recordOf({ offset, value: `v${offset}` });
export const [ten, eleven, twelve] = [at(10), at(11), at(12)] as const;
export const partition = [ten, eleven, twelve];

/** SHA-256 of "3:o-13:v11". */
const ELEVEN = 'NMq4VCh9fcUG5Hpf';

export async function openRuns() {
  const platform = await openPlatform([countOrders]);
  const { connections } = await platform.open()(countOrders);
  const rowRef = ref(progress, 'countOrders#orders-0');
  const row = async () => (await connections.store.read([rowRef]))[0] as Progress | undefined;
  const run = async (id: string, change?: (connections: Connections) => Partial<Connections>, remainingMs = 30_000) => {
    const engine = await platform.open(change)(countOrders);
    return { engine, invocation: { id, remainingMs: () => remainingMs } } as OpenRun;
  };
  /** A row that a run left behind at the second record. */
  const leave = async (runs: number, more: Partial<Progress> = {}) => {
    const untilMs = platform.clock.nowMs + 5_000;
    const left = { offset: 11, bytes: ELEVEN, owner: 'dead', untilMs, runs, expiresAt: 2_000_000_000, ...more };
    await connections.store.transact([put(progress, { pk: rowRef.pk, sk: '-', ...left })], `left ${runs}`);
  };
  const opened = async (id = 'me') => await openRow(partition, await run(id));
  return { platform, row, run, leave, opened };
}
