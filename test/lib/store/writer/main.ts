/** A process that writes to a store: `node main.ts <file> <name> <transactions>`, two items and two sums each. */
import { sqliteStore } from '../../../../lib/store/sqlite.ts';
import { add, putIfAbsent, ref } from '../../../../lib/store/store.ts';
import { balances, journal } from './tables.ts';

const [file = '', name = '', count = '0'] = process.argv.slice(2);
const store = sqliteStore({ file, tables: [journal, balances], lockWaitMs: 30_000, now: Date.now });

for (let n = 0; n < Number(count); n += 1) {
  const sk = String(n);
  const writes = [
    putIfAbsent(journal, { pk: `${name}-debit`, sk }),
    putIfAbsent(journal, { pk: `${name}-credit`, sk }),
    add(ref(balances, 'all'), { transactions: 1 }),
    add(ref(balances, name), { transactions: 1 }),
  ];
  const failures = await store.transact(writes, `${name}-${n}`);
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  // Only after the call: what a line names is done. Writing to a pipe is synchronous on POSIX.
  process.stdout.write(`${n}\n`);
}
await store.close();
