/** How an invocation says which row due its record is of: in Lambda's client context, which no producer of records writes. */
import { due } from './dueRow.ts';

export interface DueCall {
  pk: string;
  sk: string;
  /** How often the record was deferred until now. */
  deferrals: number;
  /** Runs that handled it ended with their process: it is given up, and not read. */
  isCrashed: boolean;
}

/** The custom part of a client context. It is a replay, too: no mapping repeats it when its process ends. */
export function toClientContext(call: DueCall) {
  return { custom: { replay: 'true', [due.name]: JSON.stringify(call) } };
}

/** undefined where a mapping, a person or a re-drive called. */
export function fromClientContext(custom: object): DueCall | undefined {
  const text = (custom as Record<string, unknown>)[due.name];
  if (typeof text !== 'string') return undefined;
  const { pk, sk, deferrals, isCrashed } = JSON.parse(text) as Partial<DueCall>;
  if (typeof pk !== 'string' || typeof sk !== 'string' || !Number.isSafeInteger(deferrals)) return undefined;
  return { pk, sk, deferrals: Number(deferrals), isCrashed: isCrashed === true };
}
