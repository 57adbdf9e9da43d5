/** Every row of docs/guides/mistakes.md is made here, and its line compared. A new row needs its mistake in `mistakes/`, and no more. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandMistakes } from './mistakes/commands.ts';
import { decisionMistakes } from './mistakes/decisions.ts';
import type { Mistakes } from './mistakes/given.ts';
import { kindMistakes } from './mistakes/kinds.ts';

const mistakes: Mistakes = { ...decisionMistakes, ...kindMistakes, ...commandMistakes };

/** First column → the line, as the last column has it between backquotes; `<…>` stands for what differs from run to run. */
function rows(): Map<string, string> {
  const page = readFileSync('docs/guides/mistakes.md', 'utf8');
  const cells = [...page.matchAll(/^\| (.+?) \| `{1,2} ?(.+?) ?`{1,2} \|$/gm)].map(
    ([, mistake = '', line = '']) => [mistake, line] as const,
  );
  return new Map(cells);
}

const ANY = '<…>';

/** The line itself; in the place of each `<…>` anything. */
function isLine(line: string, wanted: string): boolean {
  const [first = '', ...others] = wanted.split(ANY);
  if (!line.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = line.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at === line.length || wanted.endsWith(ANY);
}

test('the page and this test name the same mistakes', () => {
  expect([...rows().keys()].sort()).toEqual(Object.keys(mistakes).sort());
});

describe('whoever makes the mistake sees its line', () => {
  test.each([...rows()])('%s', async (mistake, wanted) => {
    const lines = (await mistakes[mistake]?.()) ?? [];
    expect(lines.filter((line) => isLine(line, wanted)).slice(0, 1), lines.join('\n')).toHaveLength(1);
  });
});
