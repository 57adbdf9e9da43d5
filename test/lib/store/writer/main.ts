/** A process that writes to a store: `node main.ts <file> <name> <count>`, in each transaction two halves and a sum. */

import { sqliteStore } from '../../../../lib/store/sqlite.ts';
import { add, put, ref } from '../../../../lib/store/store.ts';
import { things } from '../../../contracts/store/given.ts';

const [file = '', name = '', count = '0'] = process.argv.slice(2);
const store = sqliteStore({ file, tables: [things], lockWaitMs: 15_000 });

for (let n = 0; n < Number(count); n += 1) {
  const sk = String(n).padStart(6, '0');
  const halves = ['left', 'right'].map((half) => put(things, { pk: `${name}-${half}`, sk, body: 'x'.repeat(2_000) }));
  const failures = await store.transact([...halves, add(ref(things, 'sum'), { [name]: 1, all: 1 })], `${name} ${n}`);
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  // Only after the call: what a line names is acknowledged. Writing to a pipe is synchronous on POSIX.
  process.stdout.write(`${sk}\n`);
}
await store.close();
