/**
 * Where each mapping begins to read, fixed when it is first deployed: AWS can't change it, and CloudFormation's way would be
 * a second mapping beside the first, which Lambda refuses. Kept in a file per stage that is committed, so that packaging
 * needs no credentials and a review shows it; decision 14 says more.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Start } from '../lib/declare/consumerConfig.ts';
import type { Application } from './application.ts';
import { logicalId } from './logicalId.ts';

/** `sendWelcomeEmail user.events` → epoch seconds, TRIM_HORIZON or LATEST. */
export type Starts = Readonly<Record<string, string>>;

export interface MappedTopic {
  /** Its key in the file. */
  name: string;
  logicalId: string;
  start: Start;
}

const shape = z.record(z.string(), z.string().regex(/^(\d{10}|TRIM_HORIZON|LATEST)$/));

export function startsFile(root: string, stage: string): string {
  return join(root, 'stages', 'starts', `${stage}.json`);
}

/** None where there is no file. An Error says which start is none. */
export function readStarts(file: string): Starts {
  if (!existsSync(file)) return {};
  const read = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  throw new Error(
    `${file} holds a start that is neither epoch seconds nor TRIM_HORIZON or LATEST: ${z.prettifyError(read.error)}`,
  );
}

export function mappedTopics({ functions }: Application): MappedTopic[] {
  return functions.flatMap(({ config }) => {
    if (config.kind !== 'consumer') return [];
    return config.topics.map((topic) => ({
      name: `${config.name} ${topic.name}`,
      logicalId: logicalId('Mapping', config.name, topic.name),
      start: config.start,
    }));
  });
}

/** The start in the words of a mapping. */
export function positionOf(start: string): Record<string, unknown> {
  if (!/^\d+$/.test(start)) return { StartingPosition: start };
  return { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: Number(start) };
}

/** For a template that nobody deploys: the author's word, with no time in it. */
export function unfixedPosition(start: Start): Record<string, unknown> {
  if (start === 'now') return { StartingPosition: 'LATEST' };
  return positionOf(start === 'beginning' ? 'TRIM_HORIZON' : start.atSeconds.toFixed());
}
