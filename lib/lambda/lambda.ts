/** The Lambda edge of every consumer and job: Middy outside, plain functions inside. */
import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { machineClock } from '../clock/clock.ts';
import { boundTo } from '../connect/bound.ts';
import type { Declaration } from '../connect/connect.ts';
import { connect } from '../connect/connect.ts';
import { createEngine, type Engine } from '../connect/engine.ts';
import { portsOf } from '../connect/ports.ts';
import { type DueCall, fromClientContext } from '../due/dueCall.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { createLog, type Log } from '../observability/log.ts';
import type { Seldom } from '../observability/seldom.ts';
import { toldOf } from '../observability/told.ts';
import { digestSecret } from '../secrets/digestSecret.ts';
import { readSettings } from '../settings/environment.ts';
import { shownList } from '../text/shown.ts';

export interface Invocation {
  /** Unique, also where Lambda repeats a request id. */
  id: string;
  /** Milliseconds until Lambda ends the invocation. */
  remainingMs(): number;
  /** Aborted just before that. */
  signal: AbortSignal;
  /** Called by a person or a re-drive, not by a mapping: nobody repeats it when the process ends. */
  isReplay?: boolean;
  /** The row due that its one record is of. */
  due?: DueCall | undefined;
  /** Work that has begun and not ended, as it is told where time runs out. */
  underWay?: Map<object, () => string>;
}

export type OpenEngine = (declaration: Declaration) => Promise<Engine>;

/** Settings, log and connections of a function, from its environment. Fault SETTINGS_INVALID. */
export const openEngine: OpenEngine = async (declaration) => {
  const read = readSettings(declaration.settings, portsOf(declaration));
  const { settings, own } = read;
  const log = createLog(
    { level: settings.LOG_LEVEL, format: settings.LOG_FORMAT, now: machineClock },
    { function: declaration.name },
  );
  const [connections, DIGEST_SECRET] = await Promise.all([
    connect(declaration, read, log, machineClock),
    looksOnly(declaration) ? undefined : digestSecret(settings),
  ]);
  return createEngine({
    function: declaration.name,
    settings: { ...settings, ...(DIGEST_SECRET !== undefined && { DIGEST_SECRET }) },
    own,
    connections,
    log,
    now: machineClock,
  });
};

/** It diagnoses a stage, whose secret it may not be able to read: that is then a finding. */
function looksOnly({ uses }: Declaration): boolean {
  return uses.some(({ kind }) => kind === 'diagnoses');
}

/** For what must be told though the engine did not open: without it, a setting that can't be read is a silent failure. */
export function lastResort(name: string): Log {
  return createLog({ level: 'info', format: 'json', now: machineClock }, { function: name });
}

/**
 * A Lambda handler around plain work. The engine is opened at the first invocation and kept; an error is logged once,
 * here, and thrown on, for Lambda decides what follows.
 */
export function lambda<Event, Answer>(
  declaration: Declaration,
  work: (event: Event, engine: Engine, invocation: Invocation) => Promise<Answer>,
  open: OpenEngine = openEngine,
) {
  const engine = once(() => open(declaration));
  // Set by the signal of an invocation, just before Middy asks for it.
  let outOfTime = new Fault('TIMED_OUT', declaration.name);
  const ending = {
    timeoutEarlyInMillis: EARLY_MS,
    timeoutEarlyResponse: (): never => {
      throw outOfTime;
    },
  };
  return middy<Event, Answer>(ending)
    .onError(async ({ error, context }) => {
      const fault = toFault(error);
      const opened = await engine().catch(() => undefined);
      const log = opened?.log ?? lastResort(declaration.name);
      const { errorCode, ...told } = toldOf(fault, opened?.seldom ?? always);
      const fields = { requestId: context.awsRequestId, errorCode, error: told.error, stack: told.stack };
      // Handing back is how records wait: no fault, and batch.settled has told it. So does a job that goes on in its next run.
      if (fault.code === 'HANDED_BACK') log.debug('batch.handed-back', fields);
      else if (fault.code === 'TOO_LATE') log.info('invocation.unfinished', fields);
      else log.error('invocation.failed', fields);
    })
    .handler(async (event: Event, context: Context, { signal }: { signal: AbortSignal }) => {
      const limitMs = context.getRemainingTimeInMillis();
      const opened = await engine();
      const connections = boundTo(signal, opened.connections);
      const id = `${context.awsRequestId}/${randomUUID()}`;
      const remainingMs = () => context.getRemainingTimeInMillis();
      const underWay = new Map<object, () => string>();
      signal.addEventListener('abort', () => {
        outOfTime = timedOut(declaration.name, limitMs, [...underWay.values()]);
      });
      return await work(event, { ...opened, connections }, { id, remainingMs, signal, underWay, ...callOf(context) });
    });
}

/** Enough to log it. */
const EARLY_MS = 25;

function timedOut(name: string, limitMs: number, underWay: readonly (() => string)[]): Fault {
  const begun = shownList(
    underWay.map((told) => told()),
    ', ',
    MOST_UNDER_WAY,
  );
  const what = begun === '' ? 'no record' : begun;
  return new Fault('TIMED_OUT', `${name} after ${Math.round(limitMs / 100) / 10} s, with ${what} under way`);
}

const MOST_UNDER_WAY = 5;

/** Without an engine nobody remembers what was told. */
export const always: Seldom = () => true;

/** A mapping sends no client context; who replays or re-drives sends `{"custom": {"replay": "true"}}`. */
function callOf({ clientContext }: Context): Pick<Invocation, 'isReplay' | 'due'> {
  const custom: unknown = clientContext && 'custom' in clientContext && clientContext.custom;
  if (typeof custom !== 'object' || custom === null) return { isReplay: false };
  return { isReplay: 'replay' in custom && custom.replay === 'true', due: fromClientContext(custom) };
}

/** Calls `open` at the first use, and again only where that failed. */
export function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opening: Promise<T> | undefined;
  return () => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
}
