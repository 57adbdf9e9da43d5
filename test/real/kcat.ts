/** kcat, the usual command-line client of Kafka, where the machine has it. It is librdkafka, not our client. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { isCi } from '../environment.ts';

/** undefined skips the tests, with a word; in CI a missing kcat is a failure. */
export function kcatVersion(): string | undefined {
  try {
    return execFileSync('kcat', ['-V'], { encoding: 'utf8' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isCi) throw new Error(`no kcat: ${code}`);
    console.warn(`skipped, because there is no kcat: ${code}`);
    return undefined;
  }
}

/** Runs it to its end, with these lines on its input; answers what it printed. */
export async function kcat(args: readonly string[], input = ''): Promise<string> {
  const child = spawn('kcat', args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`kcat ${args.join(' ')} ended with ${status}`);
  return printed;
}
