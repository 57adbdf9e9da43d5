/** The store on DynamoDB. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Fault } from '../errors/fault.ts';
import { addAlone } from './dynamoAdd.ts';
import { writeAlone } from './dynamoEach.ts';
import { toStoreFault } from './dynamoFaults.ts';
import { queryPage } from './dynamoQuery.ts';
import { readAll } from './dynamoRead.ts';
import { transactAll } from './dynamoTransaction.ts';
import { checkAdd, checkEach, checkRange, checkReads, checkTable, checkWrites } from './limits.ts';
import type { QueryTarget } from './pages.ts';
import { refOf } from './refs.ts';
import type { Item, Page, Range, Store, Table } from './store.ts';

export interface DynamoStoreOptions {
  /** Closed with the store. */
  client: DynamoDBClient;
  tables: readonly Table[];
  /** The declared table's name on AWS. */
  tableName: (table: Table) => string;
}

/** Faults: STORE_LIMIT, BAD_PAGE, UNDECLARED (a table or index it was not opened with), THROTTLED, STORE_UNAVAILABLE. */
export function dynamoStore({ client, tables, tableName }: DynamoStoreOptions): Store {
  for (const table of tables) checkTable(table);
  const known = new Map(tables.map((table) => [table.name, tableName(table)]));
  const nameOf = ({ name }: Table) => {
    const onAws = known.get(name);
    if (onAws === undefined) throw new Fault('UNDECLARED', `the store was not opened with table ${name}`);
    return onAws;
  };

  return {
    read: async (refs) => {
      for (const { table } of refs) nameOf(table);
      checkReads(refs);
      return await answered('BatchGetItem', readAll(client, refs, nameOf));
    },
    query: async <I extends Item>(wanted: QueryTarget & { table: Table<I> }, range: Range = {}, page?: string) => {
      const place = `Query ${nameOf(wanted.table)} ${wanted.index ?? ''}`;
      checkRange(wanted.table, wanted.partition, range);
      return (await answered(place, queryPage(client, { wanted, range, page }, nameOf))) as Page<I>;
    },
    transact: async (writes, token) => {
      for (const write of writes) nameOf(refOf(write).table);
      checkWrites(writes, token);
      return await answered('TransactWriteItems', transactAll(client, { writes, token }, nameOf));
    },
    writeEach: async (writes) => {
      for (const write of writes) nameOf(refOf(write).table);
      checkEach(writes);
      return await writeAlone(writes, { client, nameOf });
    },
    addAlone: async (write) => {
      const name = nameOf(write.ref.table);
      checkAdd(write);
      return await answered('UpdateItem', addAlone(client, write, name));
    },
    close: async () => client.destroy(),
  };
}

async function answered<T>(call: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toStoreFault(error, call);
  }
}
