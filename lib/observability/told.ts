/** How a fault stands in a log line. */
import type { ErrorClass, ErrorCode, Fault } from '../errors/fault.ts';
import type { Seldom } from './seldom.ts';
import { sentenceOf, stackOf } from './stack.ts';
import type { LogFields } from './textLine.ts';

export interface Told extends LogFields {
  errorClass: ErrorClass;
  errorCode: ErrorCode;
  error: string;
  stack?: string;
}

/** Its class, code and sentence; with the stack trace of what was thrown, once a minute for one cause. */
export function toldOf(fault: Fault, seldom: Seldom): Told {
  const { class: errorClass, code: errorCode } = fault;
  const thrown = stackOf(fault);
  const error = sentenceOf(fault, thrown?.place);
  const isNew = thrown !== undefined && thrown.text !== '' && seldom(`${errorCode} ${thrown.place ?? error}`);
  return { errorClass, errorCode, error, ...(isNew && { stack: thrown.text }) };
}
