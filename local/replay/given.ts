/** `--given FILE`: what stands in the tables before a function runs, as `{"<table>": [{"pk": …, "sk": …, …}, …]}`. */
import { tablesOf } from '../../lib/connect/connect.ts';
import { toFault } from '../../lib/errors/fault.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { type Item, put, type Table } from '../../lib/store/store.ts';
import { didYouMean } from '../../lib/text/closest.ts';
import { shown } from '../../lib/text/shown.ts';
import { openStore } from '../aws/adapters.ts';
import type { LocalFunction } from '../functions.ts';
import { UsageError } from '../usageError.ts';
import { readJsonFile } from './savedEvent.ts';

interface Given {
  table: Table;
  item: Item;
  /** `users[0]` */
  place: string;
}

/** Items of the tables that the function declares. UsageError names the file, and the item by its place. */
export function readGiven(file: string, { config }: LocalFunction): Given[] {
  const json = readJsonFile(file);
  const tables = tablesOf({ ...config, name: config.name });
  if (!isObject(json)) throw new UsageError(`${file}: expected {"<table>": [items]}, came no object`);
  return Object.entries(json).flatMap(([name, items]) => {
    const names = tables.map((table) => table.name);
    const table = tables.find((one) => one.name === name);
    if (!table) {
      const known = `${config.name} uses ${names.join(', ')}`;
      throw new UsageError(`${file}: there is no table ${shown(name)}: ${known}.${didYouMean(name, names)}`);
    }
    if (!Array.isArray(items)) throw new UsageError(`${file}: ${name}: expected a list of items`);
    return items.map((item: unknown, at) => ({
      table,
      item: toItem(item, `${file}: ${name}[${at}]`),
      place: `${name}[${at}]`,
    }));
  });
}

function toItem(item: unknown, place: string): Item {
  if (!isObject(item)) throw new UsageError(`${place}: expected an item, an object with pk and sk`);
  for (const name of ['pk', 'sk'] as const) {
    if (typeof item[name] !== 'string') throw new UsageError(`${place}: ${name}: expected a text`);
  }
  return item as unknown as Item;
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** One by one: an item that no table could hold is named. */
export async function putGiven(given: readonly Given[], settings: Settings): Promise<void> {
  const store = await openStore(settings, [...new Set(given.map(({ table }) => table))]);
  try {
    for (const { table, item, place } of given) {
      await store.transact([put(table, item)], `given ${place}`).catch((error: unknown) => {
        throw new UsageError(`--given ${place}: ${toFault(error).message}`);
      });
    }
  } finally {
    await store.close();
  }
}
