/** The text of a file that an option names. */
import { readFileSync } from 'node:fs';
import { UsageError } from '../local/usageError.ts';

/** `-` is stdin. UsageError where it can't be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} can't be read (${(error as Error).message}).`);
  }
}
