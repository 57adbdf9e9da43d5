/** Generated text as the formatter has it, so that both checks agree on the file. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export async function formatted(content: string, fileName: string): Promise<string> {
  const biome = spawn('biome', ['format', `--stdin-file-path=${fileName}`], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(biome, 'exit');
  biome.stdin.end(content);
  const [printed, [status]] = await Promise.all([text(biome.stdout), ended]);
  if (status !== 0) throw new Error(`biome format ended with ${status}`);
  return printed;
}
