/** Problem details, the shape of every error answer (RFC 9457). */
import { type ErrorCode, type Fault, toFault } from '../errors/fault.ts';
import { shown, shownList } from '../text/shown.ts';
import type { HttpAnswer } from './answer.ts';

export interface FieldError {
  /** Dotted path of the field, '' for the whole body. */
  path: string;
  message: string;
}

export interface Problem {
  status: number;
  /** For programs: stable, upper case. */
  code: string;
  /** The kind of problem, in words; the same for every occurrence. */
  title: string;
  /** Says what is wrong this time, and what to do. */
  detail: string;
  errors?: readonly FieldError[];
  /** Events that the state of the thing allows instead. */
  allowed?: readonly string[];
  /** Seconds after which another try makes sense. */
  retryAfterSeconds?: number;
  /** The header `www-authenticate` of a 401. */
  challenge?: string;
}

/** So many fields are named at most: a body may have a hundred thousand that are wrong. */
const MAX_FIELD_ERRORS = 20;

/** The fields that a schema found wrong, as a list and in one line. */
export function fieldErrors(issues: readonly { path: readonly PropertyKey[]; message: string }[], whole: string) {
  const found = issues.map(({ path, message }) => ({ path: shown(path.map(String).join('.')), message }));
  const errors: FieldError[] = found
    .slice(0, MAX_FIELD_ERRORS)
    .map(({ path, message }) => ({ path, message: shown(message, 300) }));
  return {
    errors,
    fields: shownList(
      found.map(({ path }) => path || whole),
      ', ',
      MAX_FIELD_ERRORS,
    ),
  };
}

export function problemAnswer(problem: Problem): HttpAnswer {
  const { status, code, title, detail, errors, allowed, retryAfterSeconds, challenge } = problem;
  const type = `urn:problem:${code.toLowerCase().replaceAll('_', '-')}`;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(challenge !== undefined && { 'www-authenticate': challenge }),
    },
    body: { type, title, status, detail, code, ...(errors && { errors }), ...(allowed && { allowed }) },
  };
}

/** Thrown anywhere inside the frame to answer with that problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem, options?: { cause?: unknown }) {
    super(`${problem.code}: ${problem.detail}`, options);
    this.problem = problem;
  }
}

/** Anything thrown, as a problem that tells the caller what helps and nothing about our insides. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const status = statusOf(error);
  if (status !== undefined && status < 500) {
    return { status: 400, code: 'MALFORMED_BODY', title: 'Malformed body', detail: 'The body is not JSON.' };
  }
  return fromFault(toFault(error));
}

function fromFault(fault: Fault): Problem {
  if (fault.code === 'EVENT_TOO_LARGE') {
    return {
      status: 413,
      code: 'TOO_LARGE',
      title: 'Too large',
      detail: 'What follows from this request is over 300 KB.',
    };
  }
  if (fault.code === 'STORE_LIMIT') {
    const detail = 'A value is too long, nested too deep, no proper text, or a number that would be rounded.';
    return { status: 400, code: 'INVALID_VALUE', title: 'Invalid value', detail };
  }
  if (fault.code === 'BAD_PAGE') {
    const detail = 'Hand in `page` just as it came in `next`.';
    return {
      status: 400,
      code: 'INVALID_QUERY',
      title: 'Invalid query',
      detail,
      errors: [{ path: 'page', message: 'unknown' }],
    };
  }
  if (fault.code === 'SETTINGS_INVALID') {
    const detail = 'A setting of this function can not be read. Our log names it, under the request id.';
    return { status: 500, code: 'SETTINGS_INVALID', title: 'Misconfigured', detail };
  }
  if (comesBack(fault)) {
    const detail = 'Our store or a service behind it does not answer. Try again in a moment.';
    const retryAfterSeconds = Math.min(MAX_WAIT_SECONDS, Math.max(1, Math.ceil((fault.retryAfterMs ?? 0) / 1000)));
    return { status: 503, code: 'UNAVAILABLE', title: 'Unavailable', detail, retryAfterSeconds };
  }
  return {
    status: 500,
    code: 'INTERNAL',
    title: 'Internal error',
    detail: 'A fault of ours; the request id finds it in our log.',
  };
}

/** Whoever is asked to wait longer gives up. */
const MAX_WAIT_SECONDS = 60;

/** Faults of the class unavailable that are a faulty deployment: no other try goes better. */
const deployments: readonly ErrorCode[] = ['UNDECLARED', 'HANDLERS_INVALID', 'FOLD_INVALID'];
/** Faults of the class transient that are known for what they are. */
const passing: readonly ErrorCode[] = ['TIMED_OUT', 'DEPENDENCY_FAILED'];

/** Whether another try makes sense: something is down, overloaded or slow, and neither the request nor we are wrong. */
function comesBack({ class: kind, code }: Fault): boolean {
  if (kind === 'throttled' || passing.includes(code)) return true;
  return kind === 'unavailable' && !deployments.includes(code);
}

/** Makes a problem of an error that was thrown while a commit was written, where another try makes sense. */
export function whileWriting(error: unknown): unknown {
  const problem = toProblem(error);
  if (problem.status !== 503) return error;
  const part = toFault(error).code === 'OBJECTS_UNAVAILABLE' ? 'object store' : 'store';
  const detail = `The ${part} can not be written. Try again in a moment.`;
  const errors = [{ path: part, message: 'can not be written' }];
  return new ProblemError({ ...problem, detail, errors }, { cause: error });
}

/** Middy's own errors carry the status. */
function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}
