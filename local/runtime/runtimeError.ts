/** Turns a runtime's error report into the error that a handler in this process would have thrown. */
import { type ErrorCode, errorTable, Fault } from '../../lib/errors/fault.ts';

/** The Runtime API's error report: `{"errorType", "errorMessage", "stackTrace"}`. */
export interface RuntimeError {
  errorType: string;
  errorMessage: string;
}

/** Tolerant: a runtime may send anything. */
export function readError(body: Buffer | null): RuntimeError {
  const text = body?.toString() ?? '';
  const read = parsed(text);
  const { errorType, errorMessage } = (typeof read === 'object' && read !== null ? read : {}) as Partial<RuntimeError>;
  return { errorType: String(errorType ?? 'Error'), errorMessage: String(errorMessage ?? text) };
}

/** A Fault of ours gets its code back, which only its sentence tells outside of the process. */
export function thrownBy({ errorType, errorMessage }: RuntimeError): Error {
  const codes = errorType === 'Fault' ? (Object.keys(errorTable) as ErrorCode[]) : [];
  const code = codes.find((one) => errorMessage.startsWith(`${errorTable[one].sentence}: `));
  if (code) return new Fault(code, errorMessage.slice(errorTable[code].sentence.length + 2));
  return named(errorType, errorMessage);
}

export function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
