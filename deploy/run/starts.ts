/** Fixes where a stage's mappings start, for those that are deployed for the first time. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Start } from '../../lib/declare/consumerConfig.ts';
import type { Application } from '../application.ts';
import { mappedTopics, readStarts, type Starts } from '../starts.ts';
import type { Template } from './stack.ts';

/**
 * A mapping that is deployed keeps its start, also where nobody committed the file; a new one starts where its author
 * says. Answers the names of what the file had not.
 */
export function fixStarts(
  application: Application,
  file: string,
  deployed: Template | undefined,
  nowSeconds: number,
): string[] {
  const before = readStarts(file);
  const missing = mappedTopics(application).filter(({ name }) => !(name in before));
  if (missing.length === 0) return [];
  const fixed: Starts = Object.fromEntries(
    missing.map(({ name, logicalId, start }) => [
      name,
      deployedStart(deployed, logicalId) ?? firstStart(start, nowSeconds),
    ]),
  );
  const sorted = Object.entries({ ...before, ...fixed }).toSorted(([one], [other]) => (one < other ? -1 : 1));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
  return Object.keys(fixed);
}

function deployedStart(deployed: Template | undefined, logicalId: string): string | undefined {
  const { StartingPosition, StartingPositionTimestamp } = deployed?.Resources[logicalId]?.Properties ?? {};
  const start = StartingPosition === 'AT_TIMESTAMP' ? StartingPositionTimestamp : StartingPosition;
  return typeof start === 'string' || typeof start === 'number' ? String(start) : undefined;
}

function firstStart(start: Start, nowSeconds: number): string {
  if (start === 'beginning') return 'TRIM_HORIZON';
  return (start === 'now' ? nowSeconds : start.atSeconds).toFixed();
}
