/** How the commands of the local stack end: an exit status, and for people one sentence, never a stack. */
import { toFault } from '../lib/errors/fault.ts';
import { UsageError } from './usageError.ts';

/** `main` answers the exit status; what it throws becomes status 1 and a sentence on stderr. */
export async function runProgram(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = 1;
    const sentence = error instanceof UsageError ? error.message : toFault(error).message;
    process.stderr.write(`${sentence}\n`);
  }
}
