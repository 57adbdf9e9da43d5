/** By function, the topics that it may have written: what the relay holds each row against. */
import { publishesRecords, topicsOf } from '../../../lib/connect/connect.ts';
import type { AnyConfig } from '../../../local/functions.ts';

export function writersOf(configs: readonly AnyConfig[]): Record<string, string[]> {
  const writers = configs.filter((config) => publishesRecords(config) && topicsOf(config).size > 0);
  return Object.fromEntries(writers.map((config) => [config.name, [...topicsOf(config)].toSorted()]));
}
