/** Checks what an author's function answers: a forgotten `return` or an `async` is told by name, and never taken for a decision. */
import { Fault } from '../errors/fault.ts';
import { shown, shownValue } from '../text/shown.ts';
import type { Commit, Loads } from './commit.ts';

/** The answers that an author's functions may give, as they are written. */
const answers = {
  commit: 'commit(…)',
  skip: 'skip(…)',
  refusal: 'refuse(…)',
  send: 'send(…)',
  later: 'later(…)',
  answer: 'answer(…)',
  problem: 'problem(…)',
} as const;

export type AnswerKind = keyof typeof answers;

/** `name` is the function's: `postAccounting.decide`; `about` the event or the route that it was asked about. */
export interface Asked {
  name: string;
  about: string;
}

/** The answer, if it is of one of these kinds. Fault PROGRAMMER_ERROR names the function and what it may return. */
export function checkAnswer<A extends { kind: string }>(
  answer: A,
  kinds: readonly AnswerKind[],
  asked: () => Asked,
): A {
  const { kind } = (answer ?? NOTHING) as { kind?: unknown };
  if (!kinds.some((one) => one === kind)) throw wrongAnswer(answer, kinds, asked());
  if (kind === 'commit') checkCommit(answer as unknown as Commit, asked);
  if (kind === 'answer' || kind === 'problem') checkHttp(answer as unknown as HttpParts, asked);
  if (kind === 'send' && !isText((answer as { key?: unknown }).key)) throw keyless(answer, asked());
  return answer;
}

/** Checks the items and queries that a `load` names. Fault PROGRAMMER_ERROR. */
export function checkLoads<L extends Loads>(loads: L, asked: () => Asked): L {
  if (typeof loads !== 'object' || loads === null || isPromise(loads)) throw wrongLoads(loads, asked());
  for (const name in loads) {
    const wanted: unknown = loads[name];
    if (typeof wanted === 'object' && wanted !== null && ('table' in wanted || 'from' in wanted)) continue;
    throw wrong(
      asked(),
      `returned ${shownAnswer(wanted)} as ${shown(name)}; name items by ref(…) and queries by list(…)`,
    );
  }
  return loads;
}

const NOTHING = {};

function wrongAnswer(answer: unknown, kinds: readonly AnswerKind[], asked: Asked): Fault {
  if (isPromise(answer)) return wrong(asked, 'must be synchronous: load what it needs in load');
  const may = kinds.map((kind) => answers[kind]);
  const last = may.pop();
  const wanted = may.length === 0 ? last : `${may.join(', ')} or ${last}`;
  return wrong(asked, `returned ${shownAnswer(answer)}; return ${wanted}`);
}

function wrongLoads(loads: unknown, asked: Asked): Fault {
  if (isPromise(loads)) return wrong(asked, 'must be synchronous: it names what is needed, and the engine loads it');
  return wrong(asked, `returned ${shownAnswer(loads)}; return an object of refs and lists, {} where nothing is needed`);
}

interface HttpParts {
  answer?: { status?: unknown };
  problem?: { status?: unknown };
  commit?: Commit;
}

function checkHttp({ answer, problem, commit }: HttpParts, asked: () => Asked): void {
  const status = (answer ?? problem)?.status;
  const isStatus = Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599;
  if (!isStatus)
    throw wrong(asked(), `answered with the status ${shownAnswer(status)}; a status is a number from 200 to 599`);
  if (commit !== undefined) checkAnswer(commit, ['commit'], asked);
}

function keyless(answer: unknown, asked: Asked): Fault {
  const { key } = answer as { key?: unknown };
  return wrong(
    asked,
    `returned send(…) under ${shownAnswer(key)}; its key is the text by which a repeat is recognised`,
  );
}

/** Every commit comes by here, so what is right is found out without a list of its own. */
function checkCommit({ once, writes, events, objects }: Commit, asked: () => Asked): void {
  const isOnce = once === undefined || once === 'version' || isWrite(once);
  if (isOnce && areAll(writes, isWrite) && areAll(events, isEvent) && areAll(objects, isObject)) return;
  if (!isOnce) throw wrong(asked(), `returned commit(…) with ${shownAnswer(once)} as once; once is a put or 'version'`);
  const parts = { writes: [writes, isWrite], events: [events, isEvent], objects: [objects, isObject] } as const;
  for (const [part, [list, fits]] of Object.entries(parts)) {
    if (!Array.isArray(list))
      throw wrong(asked(), `returned commit(…) with ${shownAnswer(list)} as ${part}; ${part} are a list`);
    const at = list.findIndex((one) => !fits(one));
    if (at >= 0)
      throw wrong(asked(), `returned commit(…) with ${shownAnswer(list[at])} as ${part}[${at}]; ${makers[part]}`);
  }
}

function areAll(list: unknown, fits: (one: unknown) => boolean): boolean {
  return Array.isArray(list) && list.every(fits);
}

const makers: Readonly<Record<string, string>> = {
  writes: 'a write is made by put(…), add(…), remove(…) or check(…)',
  events: 'an event is made by calling its definition with its data',
  objects: 'an object is a name and bytes',
};

function isWrite(one: unknown): boolean {
  return typeof one === 'object' && one !== null && 'op' in one;
}

function isEvent(one: unknown): boolean {
  return typeof one === 'object' && one !== null && 'definition' in one && 'fact' in one;
}

function isObject(one: unknown): boolean {
  return typeof one === 'object' && one !== null && 'name' in one && isText(one.name) && 'bytes' in one;
}

function isText(one: unknown): boolean {
  return typeof one === 'string' && one !== '';
}

/** Nobody waits for it: without somebody who hears of its failure, that would end the process. */
function isPromise(value: unknown): boolean {
  const isOne = typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
  if (isOne) Promise.resolve(value as PromiseLike<unknown>).catch(() => undefined);
  return isOne;
}

function shownAnswer(value: unknown): string {
  if (isPromise(value)) return 'a promise';
  if (typeof value === 'function')
    return 'type' in value ? `the definition of ${shown(String(value.type))}` : `the function ${shown(value.name)}`;
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  const known = Object.entries(answers).find(([name]) => name === kind);
  return known ? known[1] : shownValue(value);
}

function wrong({ name, about }: Asked, what: string): Fault {
  return new Fault('PROGRAMMER_ERROR', `${name} ${what} (${about})`);
}
