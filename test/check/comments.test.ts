import { describe, expect, it } from 'vitest';
import { findComments } from './comments.ts';
import { describeFinding, readSources } from './sources.ts';
import { writeTree } from './tree.ts';

const check = (files: Record<string, string>) => findComments(readSources(writeTree(files))).map(describeFinding);

describe('a comment', () => {
  it('begins with a subject that names the thing', () => {
    const text =
      '/** Retries the transaction. What it\n * Of says further on is its own business. */\nexport const a = 1; // Often\n';
    expect(check({ 'lib/a.ts': text })).toEqual([]);
  });

  it.each([
    'What is tried again.',
    'As it is made.',
    'Of a record.',
    'Or may die as well.',
    'Whose turn it is.',
    'Which one it is.',
    'Whom it is for.',
  ])('does not begin with a clause that lacks one: %s', (sentence) => {
    const word = sentence.split(' ')[0];
    const expected = 'expected a comment whose subject names the thing';
    const text = `/** ${sentence} */\nexport const a = 1; // ${sentence}\n/**\n * ${sentence}\n */\n`;
    expect(check({ 'ops/a.ts': text })).toEqual([
      `ops/a.ts:1  ${expected}, came "${word} …"`,
      `ops/a.ts:2  ${expected}, came "${word} …"`,
      `ops/a.ts:3  ${expected}, came "${word} …"`,
    ]);
  });

  it('may go on with such a word in its next line, but a comment after an empty line is another one', () => {
    const text = '// The rows are as they were.\n// As before.\n\n// As before.\n';
    expect(check({ 'lib/a.ts': text })).toEqual([
      'lib/a.ts:4  expected a comment whose subject names the thing, came "As …"',
    ]);
  });

  it('cites nothing that stands outside the repository', () => {
    expect(check({ 'lib/a.ts': '/**\n * No partial responses (design: handing back).\n */\n' })).toEqual([
      'lib/a.ts:2  expected the reason itself, or a page in docs/, came (design',
    ]);
  });
});
