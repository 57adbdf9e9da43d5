// Runs named steps side by side and reports them in the order they finish.
import { spawn } from 'node:child_process';
import { describeFinding, type Finding } from './sources.ts';

/** Resolves to what is wrong, as text for people; empty when all is well. */
export type Step = { name: string; run: () => Promise<string> };

/** A step that runs a program; `npm run` puts the installed tools in the PATH. */
export function program(name: string, command: string, ...args: string[]): Step {
  return { name, run: () => outputOnFailure(command, args) };
}

export function findings(name: string, find: () => Finding[] | Promise<Finding[]>): Step {
  return { name, run: async () => (await find()).map(describeFinding).join('\n') };
}

/** Prints a line per step and then what the failed ones said; answers whether all went well. */
export async function runSteps(steps: Step[], print: (line: string) => void): Promise<boolean> {
  const complaints = await Promise.all(steps.map((step) => runStep(step, print)));
  const failed = complaints.filter((complaint) => complaint !== '');
  for (const complaint of failed) print(complaint);
  return failed.length === 0;
}

async function runStep({ name, run }: Step, print: (line: string) => void): Promise<string> {
  const startedAt = performance.now();
  const complaint = await run().catch((error: unknown) => String(error));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  print(`${complaint === '' ? '✓' : '✗'} ${name} ${seconds} s`);
  return complaint === '' ? '' : `\n── ${name}\n${complaint}`;
}

function outputOnFailure(command: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const text = Buffer.concat(output).toString().trimEnd();
      resolve(code === 0 ? '' : `${text}\n${command} ended with ${signal ?? code}`);
    });
  });
}
