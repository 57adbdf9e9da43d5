/** Tells the strict MiniStack what a test wants to fail. */
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Topics that the cluster has; logical ids of resources that fail. */
export interface Strictness {
  topics?: string[];
  failing?: string[];
}

/** Tells MiniStack what it refuses in one stack beyond AWS's rules, which is nothing unless a test says so. */
export function tellMinistack(address: string, stack: string, strictness: Strictness): void {
  const file = join(tmpdir(), `strict-${new URL(address).port}-${stack}.json`);
  writeFileSync(file, JSON.stringify(strictness));
  onTestFinished(() => rmSync(file, { force: true }));
}
