import { expect, it } from 'vitest';
import { findings, program, runSteps, type Step } from './steps.ts';

async function run(...steps: Step[]): Promise<{ allWell: boolean; printed: string }> {
  const lines: string[] = [];
  const allWell = await runSteps(steps, (line) => lines.push(line));
  return { allWell, printed: lines.join('\n') };
}

it('prints one line per step when all is well, and none of their output', async () => {
  const { allWell, printed } = await run(program('speaks', 'node', '-p', '"chatter"'));
  expect(allWell).toBe(true);
  expect(printed).toMatch(/^✓ speaks \d+\.\d s$/);
});

it('prints what a failed program said, on both channels, and how it ended', async () => {
  const { allWell, printed } = await run(
    program('fails', 'node', '-e', 'console.log("out"); console.error("err"); process.exitCode = 3'),
    program('works', 'node', '-e', ''),
  );
  expect(allWell).toBe(false);
  expect(printed).toMatch(/^✗ fails/m);
  expect(printed).toMatch(/^✓ works/m);
  expect(printed).toContain('out\nerr\nnode ended with 3');
});

it('fails when a program cannot be started or is killed', async () => {
  expect((await run(program('absent', 'no-such-program'))).printed).toContain('ENOENT');
  const killed = await run(program('killed', 'node', '-e', 'process.kill(process.pid, "SIGKILL")'));
  expect(killed.printed).toContain('node ended with SIGKILL');
});

it('prints one line per finding, and fails when a check itself crashes', async () => {
  const found = { path: 'lib/a.ts', line: 3, expected: 'less', came: 'more' };
  expect((await run(findings('finds', () => [found]))).printed).toContain('lib/a.ts:3  expected less, came more');
  const crashed = await run(
    findings('crashes', () => {
      throw new Error('no such folder');
    }),
  );
  expect(crashed).toMatchObject({ allWell: false, printed: expect.stringContaining('no such folder') });
});
