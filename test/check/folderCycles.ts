// The rooms of lib and domain form no cycle: whoever reads one can read what it rests on first.
import { relativeImports } from './relativeImports.ts';
import type { Finding, Source } from './sources.ts';

/** An import that leads from one room into another. */
interface Arrow {
  from: string;
  to: string;
  path: string;
  target: string;
  line: number;
}

/** One finding for each import on the way of a cycle; the types that a file imports count, for a reader follows them too. */
export function findFolderCycles(sources: readonly Source[]): Finding[] {
  const arrows = sources.flatMap(arrowsOf);
  const reached = reachableFrom(arrows);
  return arrows
    .filter(({ from, to }) => reached.get(to)?.has(from))
    .map(({ from, to, path, target, line }) => ({
      path,
      line,
      expected: `no import of ${to}, which itself leads back to ${from}: move what both need into a room below them`,
      came: target,
    }));
}

function arrowsOf(source: Source): Arrow[] {
  const from = roomOf(source.path);
  if (from === undefined) return [];
  return relativeImports(source).flatMap(({ target, line }) => {
    const to = roomOf(target);
    return to === undefined || to === from ? [] : [{ from, to, path: source.path, target, line }];
  });
}

/** `lib/envelope` of lib/envelope/formats/flat.ts: a room's sub-folders are parts of it. Undefined outside lib and domain. */
function roomOf(path: string): string | undefined {
  const [top = '', room = '', ...rest] = path.split('/');
  return (top === 'lib' || top === 'domain') && rest.length > 0 ? `${top}/${room}` : undefined;
}

function reachableFrom(arrows: readonly Arrow[]): Map<string, Set<string>> {
  const next = Map.groupBy(arrows, ({ from }) => from);
  const reached = new Map<string, Set<string>>();
  for (const start of next.keys()) {
    const seen = new Set<string>();
    const waiting = [start];
    for (let room = waiting.pop(); room !== undefined; room = waiting.pop()) {
      for (const { to } of next.get(room) ?? []) {
        if (seen.has(to)) continue;
        seen.add(to);
        waiting.push(to);
      }
    }
    reached.set(start, seen);
  }
  return reached;
}
