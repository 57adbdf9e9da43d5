/** Attempts a record or a run until it is done, or the verdict on its failure ends the attempts. */
import type { Engine } from '../connect/engine.ts';
import type { Fault } from '../errors/fault.ts';
import { decideOutcome, type RetryPolicy, type Verdict } from '../outcomes/verdict.ts';
import { isBug } from './faultyCode.ts';

interface Failure {
  fault: Fault;
}

interface Attempts<Done, Failed extends Failure> {
  attempt(attempts: number): Promise<{ done: Done } | { failed: Failed }>;
  policy: RetryPolicy;
  /** Asked before a programmer error is dead-lettered: whether the deployment is faulty, and not the record. */
  isCodeToBlame(fault: Fault): Promise<boolean>;
  /** Told of each failed attempt. */
  tell(attempts: number, fault: Fault, verdict: Verdict['do']): void;
  /** So many tries count as made when the first attempt fails; default 1. */
  tries?: number;
}

export type Decided<Done, Failed> =
  | ({ kind: 'done'; done: Done } & Effort)
  | ({ kind: 'hand-back' | 'dead-letter'; failed: Failed; firstFailedMs: number } & Effort);

interface Effort {
  attempts: number;
  /** Waited between them, in all. */
  pausesMs: number;
}

/** Pauses between attempts as the verdict says. `attempt` answers its failures and never throws. */
export async function untilDecided<Done, Failed extends Failure>(
  { attempt, policy, isCodeToBlame, tell, tries: firstTries = 1 }: Attempts<Done, Failed>,
  engine: Pick<Engine, 'now' | 'sleep'>,
): Promise<Decided<Done, Failed>> {
  let firstFailedMs: number | undefined;
  let tries = firstTries;
  let pausesMs = 0;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await attempt(attempts);
    if ('done' in outcome) return { kind: 'done', done: outcome.done, attempts, pausesMs };
    const { failed } = outcome;
    firstFailedMs ??= engine.now();
    const verdict = await verdictOn(failed.fault, decideOutcome(failed.fault, tries, policy), isCodeToBlame);
    tell(attempts, failed.fault, verdict.do);
    if (verdict.do !== 'retry') return { kind: verdict.do, failed, attempts, firstFailedMs, pausesMs };
    if (verdict.counts) tries += 1;
    pausesMs += verdict.afterMs;
    await engine.sleep(verdict.afterMs);
  }
}

async function verdictOn(
  fault: Fault,
  verdict: Verdict,
  isCodeToBlame: (fault: Fault) => Promise<boolean>,
): Promise<Verdict> {
  if (verdict.do !== 'dead-letter' || !isBug(fault)) return verdict;
  return (await isCodeToBlame(fault)) ? { do: 'hand-back' } : verdict;
}
