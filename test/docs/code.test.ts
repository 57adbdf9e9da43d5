import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { get, settled, startStackProcess, stateFolder } from '../scenarios/stackProcess.ts';
import { blocksOf, pages, root, textOf } from './pages.ts';
import { runBlock } from './runBlock.ts';

const written = pages.filter((page) => page.startsWith('docs/') || page === 'README.md');
const excerpts = written.flatMap(blocksOf).filter(({ info }) => info.startsWith('ts'));
const programs = written.flatMap(blocksOf).filter(({ info }) => info === 'sh run');
const story = blocksOf('README.md').find(({ text }) => text.includes('/users/register'));
const replays = blocksOf('README.md').find(({ text }) => text.startsWith('npm run replay'));
const limit = 60_000;

describe('code in the pages', () => {
  it.each(excerpts)('of $page is an excerpt of its file: $info', ({ info, text }) => {
    const [, path = ''] = info.split(' ');
    expect(existsSync(join(root, path))).toBe(true);
    expect(textOf(path)).toContain(text.trim());
  });

  it('is there at all', () => {
    expect(excerpts.length).toBeGreaterThanOrEqual(4);
    expect(programs.length).toBeGreaterThanOrEqual(4);
  });
});

describe('commands in the guides', () => {
  it('run against a stack, one block after the other', { timeout: 240_000 }, async () => {
    const state = stateFolder();
    const stack = await startStackProcess(state);
    for (const block of programs) {
      const { status, output } = await runBlock(block.text, stack, state);
      expect({ page: block.page, text: block.text, status, output }).toMatchObject({ status: 0 });
    }
    expect((await runBlock('curl $console/api/nowhere; echo after', stack, state)).status).not.toBe(0);
    const emails = await get<{ subject: string }[]>(`${stack.console}/api/emails`);
    expect(emails.map(({ subject }) => subject)).toEqual(['Welcome!']);
  });
});

describe('the story in the README', () => {
  it('comes out as it says', { timeout: 240_000 }, async () => {
    const state = stateFolder();
    const stack = await startStackProcess(state);
    const { status, output } = await runBlock(story?.text ?? 'exit 9', stack, state);
    expect({ status, output }).toMatchObject({ status: 0 });
    await settled(stack, limit);
    const emails = await get<{ subject: string; to: string[] }[]>(`${stack.console}/api/emails`);
    expect(emails.filter(({ subject }) => subject === 'Welcome!')).toMatchObject([{ to: ['test@example.com'] }]);
    const letters = await get<object[]>(`${stack.console}/api/dead-letters`);
    expect(new Set(letters.map((letter) => (letter as { errorCode: string }).errorCode))).toEqual(
      new Set(['NOT_JSON']),
    );
    const journal = await get<{ balances?: object }>(
      `${stack.api}/api/v1/accounts/merchant_available:0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11`,
      stack.admin,
    );
    expect(JSON.stringify(journal)).toContain('4999');
    const alerts = await get<object>(`${stack.api}/api/v1/admin/alerts`, stack.admin);
    expect(JSON.stringify(alerts)).toContain('"subject_id":"p-1"');
  });

  it('shows the repeat recognised', { timeout: 120_000 }, async () => {
    const lines = replays?.text.trim().split('\n') ?? [];
    const state = stateFolder();
    const outputs: string[] = [];
    for (const line of lines) {
      const { status, output } = await runBlock(line, { api: '', console: '' }, state);
      expect({ line, status, output }).toMatchObject({ status: 0 });
      outputs.push(output);
    }
    expect(outputs).toHaveLength(3);
    expect(outputs[0]).toContain('handled');
    expect(outputs[1]).toContain('duplicate');
    expect(outputs[2]).toContain('"function"');
  });
});
