/** Finds the source of a place in a bundle. Maps are read when something was thrown, and cost a cold start nothing. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

export interface Place {
  /** From the project's root, where it is known. */
  path: string;
  line: number;
  column: number;
}

/** The root where nothing is bundled; in a bundle, whose map names its sources from the root, it is of no use. */
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Kept: a deployment's maps never change, and each is some 100 KB of JSON. */
const maps = new Map<string, SourceMap | null>();

/** `file` is a path or a file URL, as stack traces name it; lines and columns count from 1. */
export function sourceOf(file: string, line: number, column: number): Place {
  const path = file.startsWith('file://') ? fileURLToPath(file) : file;
  const found = mapOf(path)?.findEntry(line - 1, column - 1);
  if (found && 'originalSource' in found) {
    const { originalSource, originalLine, originalColumn } = found;
    return { path: originalSource, line: originalLine + 1, column: originalColumn + 1 };
  }
  return { path: path.startsWith(root) ? path.slice(root.length) : path, line, column };
}

function mapOf(path: string): SourceMap | null {
  const known = maps.get(path);
  if (known !== undefined) return known;
  const map = path.endsWith('.mjs') ? readMap(`${path}.map`) : null;
  maps.set(path, map);
  return map;
}

/** null where there is none: a trace without sources is better than none. */
function readMap(file: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
