/** Sagas that have not ended, list after list, by pages. */
import { type Saga, sagaLists, sagas } from '../../domain/saga/saga.ts';
import { type SagaView, sagaView } from '../../domain/saga/shown.ts';
import { Fault } from '../../lib/errors/fault.ts';
import type { Store } from '../../lib/store/store.ts';
import { shown } from '../../lib/text/shown.ts';
import { UsageError } from '../../local/usageError.ts';

const listsOf = {
  running: sagaLists.open.all,
  paused: sagaLists.open.all,
  compensating: sagaLists.compensating.all,
  failed_compensation: sagaLists.failed.all,
} as const;
const everyList = [...sagaLists.failed.all, ...sagaLists.compensating.all, ...sagaLists.open.all];

interface Wanted {
  phase?: string | undefined;
  limit?: string | undefined;
  after?: string | undefined;
}

export interface ListedSagas {
  sagas: SagaView[];
  /** null: there are no more. */
  next: string | null;
}

/** Stands between two pages: the list, and where in it. */
interface Cursor {
  list: number;
  page: string | undefined;
}

export async function listSagas(store: Pick<Store, 'query'>, { phase, limit, after }: Wanted): Promise<ListedSagas> {
  const lists = phase === undefined ? everyList : listsFor(phase);
  let cursor: Cursor | undefined = after === undefined ? { list: 0, page: undefined } : parseCursor(after);
  const most = limitOf(limit);
  const found: Saga[] = [];
  while (cursor && found.length < most) {
    const partition: string | undefined = lists[cursor.list];
    if (partition === undefined) break;
    const { items, next } = await pageOf(store, partition, most - found.length, cursor.page);
    found.push(...items.filter((saga) => phase === undefined || saga.phase === phase));
    cursor = next === undefined ? { list: cursor.list + 1, page: undefined } : { list: cursor.list, page: next };
  }
  const isDone = cursor === undefined || cursor.list >= lists.length;
  return { sagas: found.map((saga) => sagaView(saga)), next: isDone || !cursor ? null : textOf(cursor) };
}

async function pageOf(store: Pick<Store, 'query'>, partition: string, limit: number, page: string | undefined) {
  try {
    return await store.query({ table: sagas, index: 'byDeadline', partition }, { limit }, page);
  } catch (error) {
    if (error instanceof Fault && error.code === 'BAD_PAGE') throw noCursor();
    throw error;
  }
}

function listsFor(phase: string): readonly string[] {
  if (Object.hasOwn(listsOf, phase)) return listsOf[phase as keyof typeof listsOf];
  throw new UsageError(`--phase takes ${Object.keys(listsOf).join(', ')}; came ${shown(phase) || 'nothing'}.`);
}

function limitOf(text: string | undefined): number {
  const limit = text === undefined ? 100 : Number(text);
  if (!/^\d{1,4}$/.test(text ?? '100') || limit < 1 || limit > 1_000)
    throw new UsageError(`--limit takes 1 to 1000; came ${shown(text ?? '') || 'nothing'}.`);
  return limit;
}

function textOf({ list, page = '' }: Cursor): string {
  return `${list}.${page}`;
}

function parseCursor(text: string): Cursor {
  const [, list = '', page = ''] = /^(\d{1,2})\.(.*)$/.exec(text) ?? [];
  if (list === '') throw noCursor();
  return { list: Number(list), page: page === '' ? undefined : page };
}

function noCursor(): UsageError {
  return new UsageError('--after takes what sagas list showed as "next", with the same --phase.');
}

export function listText({ sagas: listed, next }: ListedSagas): string {
  if (listed.length === 0) return next === null ? 'No saga waits.' : `None on this page; go on with --after '${next}'`;
  const lines = listed.map(
    ({ saga_id: id, phase, waits_for: waitsFor, since, deadline }) =>
      `${id}: ${phase} since ${since}, waits for ${waitsFor}; deadline ${deadline}`,
  );
  return [...lines, ...(next === null ? [] : [`More: --after '${next}'`])].join('\n');
}
