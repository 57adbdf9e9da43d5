/** One line of a diagnosis, and the limit on every check. */
import { redact } from '../observability/log.ts';

export interface Finding {
  /** `network dynamodb.eu-central-1.amazonaws.com` */
  check: string;
  isRight: boolean;
  /** The state that was found; where it is wrong, also what to do. */
  says: string;
}

export interface Check {
  name: string;
  /** Answers with the state that it found; throws the reason where that is wrong. */
  run(): Promise<string>;
  /** The remedy where it is wrong. */
  mend: string;
}

const LIMIT_MS = 8_000;
const LONGEST_REASON = 300;

export async function findingOf({ name, run, mend }: Check, limitMs = LIMIT_MS): Promise<Finding> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  try {
    return { check: name, isRight: true, says: await Promise.race([run(), late.promise]) };
  } catch (error) {
    const reason = redact(error instanceof Error ? error.message : String(error), LONGEST_REASON);
    return { check: name, isRight: false, says: `${reason}. ${mend}` };
  } finally {
    clearTimeout(timer);
  }
}
