// The relative imports of a file, by the path they lead to.
import { dirname, normalize } from 'node:path/posix';
import { parseSync, Visitor } from 'oxc-parser';
import { lineAt, type Source } from './sources.ts';

type Importing = { source?: { type: string; value?: unknown; start: number } | null };

/** Every way one file can name another: import, re-export, `import()`, and `import('…')` inside a type. */
export function relativeImports({ path, text }: Source): { target: string; line: number }[] {
  const found: { target: string; line: number }[] = [];
  const note = ({ source }: Importing) => {
    if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
    found.push({ target: normalize(`${dirname(path)}/${source.value}`), line: lineAt(text, source.start) });
  };
  new Visitor({
    ImportDeclaration: note,
    ExportNamedDeclaration: note,
    ExportAllDeclaration: note,
    ImportExpression: note,
    TSImportType: note,
  }).visit(parseSync(path, text).program);
  return found;
}
