/** How a test file gets at a real part. */
import { inject } from 'vitest';
import { isCi, isClockShifted } from '../environment.ts';
import type { PartAnswer, PartName } from './parts.ts';

/**
 * The part's address, for `describe.runIf(address)`. A part that can't be had is a failure in CI; elsewhere the reason
 * is printed, and undefined skips the tests, as it does where the clock is shifted.
 */
export async function realPart(name: PartName): Promise<string | undefined> {
  if (isClockShifted) return undefined;
  const response = await fetch(inject('realParts') + name);
  const answer = (await response.json()) as PartAnswer;
  if ('address' in answer) return answer.address;
  if (isCi) throw new Error(`no ${name}: ${answer.missing}`);
  console.warn(`skipped, because there is no ${name}: ${answer.missing}`);
  return undefined;
}
