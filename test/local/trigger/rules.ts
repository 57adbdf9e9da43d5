/** The names of the trigger's tests, and the rules that its README lists. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

const readme = join(import.meta.dirname, '../../../local/trigger/README.md');

/** The tests that are about this emulator's own texts, and no rule of a mapping. */
const OWN = ['readme.test.ts', 'pause.test.ts'];

/** By file, in the order of the file. */
export function testNames(): Record<string, string[]> {
  const files = globSync('*.test.ts', { cwd: import.meta.dirname }).filter((file) => !OWN.includes(file));
  return Object.fromEntries(files.sort().map((file) => [file, namesIn(sourceOf(file), file)]));
}

export function readmeText(): string {
  return readFileSync(readme, 'utf8');
}

export function sourceOf(file: string): string {
  return readFileSync(join(import.meta.dirname, file), 'utf8');
}

/** By file, what the lists under the headings that name one say. */
export function listedRules(): Record<string, string[]> {
  const listed: Record<string, string[]> = {};
  let current: string[] = [];
  for (const line of readmeText().split('\n')) {
    const [, file] = /^### .*\(.*\/([\w.]+\.test\.ts)\)/.exec(line) ?? [];
    if (file !== undefined) {
      current = [];
      listed[file] = current;
    } else if (line.startsWith('#')) current = [];
    else if (line.startsWith('- ')) current.push(line.slice(2));
  }
  return listed;
}

/** The first column of the table of knobs. */
export function listedKnobs(): string[] {
  const [, section = ''] = readmeText().split('## Knobs');
  const [table = ''] = section.split('\n## ');
  return [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = '']) => name);
}

/** Names in `it('name', …)` and `it.each(…)('name: %s', …)`, without the placeholders of single cases. */
function namesIn(source: string, file: string): string[] {
  const names: string[] = [];
  const visitor = new Visitor({
    CallExpression({ callee, arguments: [first] }) {
      const isIt = callee.type === 'Identifier' && callee.name === 'it';
      const isEach = callee.type === 'CallExpression' && source.slice(callee.start, callee.end).startsWith('it.each');
      if ((isIt || isEach) && first?.type === 'Literal') names.push(String(first.value).replace(/: %[sj]$/, ''));
    },
  });
  visitor.visit(parseSync(file, source).program);
  return names;
}
