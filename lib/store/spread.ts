/** Partitions by which all items of a table are found: several, so that no one of them takes every write. */
import { createHash } from 'node:crypto';

/** `<name>-0` and so on, `count` of them, at most 65,536; `of` answers the one that a text belongs to, the same for ever. */
export function spreadOver(name: string, count: number) {
  return {
    all: Array.from({ length: count }, (_, partition) => `${name}-${partition}`),
    of: (text: string) => `${name}-${createHash('sha256').update(text).digest().readUInt16BE(0) % count}`,
  };
}
