import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../docs');
const page = readFileSync(join(folder, 'what-happens-when.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('|') && !/^\|[-|]+$/.test(line));
const shown = [...page.matchAll(/\[([^\]]+)\]\((\.\.\/test\/[^)]+)\)/g)].map(([, title = '', path = '']) => ({
  title,
  path,
}));

test.each(shown)('“$title” is a test of $path', ({ title, path }) => {
  const source = readFileSync(join(folder, path), 'utf8').replaceAll("\\'", "'");
  expect(source.includes(title)).toBe(true);
});

test('every fault names the test that shows it', () => {
  const faults = rows.filter(
    (line) =>
      !/^\| (fault|trap|word) \|/.test(line) && !/^\| (handled|duplicate|dead letter|handed back) \|/.test(line),
  );
  expect(faults.filter((line) => !line.includes('](../test/'))).toEqual([]);
  expect(faults.length).toBe(shown.length);
});
