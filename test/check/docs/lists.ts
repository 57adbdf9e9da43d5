/** Lists that functions have of all the others, so that none of them imports the others' configs. */
import { audit } from '../../../lib/audit/audit.ts';
import { publishesRecords, tablesOf, topicsOf } from '../../../lib/connect/connect.ts';
import type { AnyConfig } from '../../../local/functions.ts';

/** By function, the topics that it may have written: the relay holds each row against them. */
export function writersOf(configs: readonly AnyConfig[]): Record<string, string[]> {
  const writers = configs.filter((config) => publishesRecords(config) && topicsOf(config).size > 0);
  return Object.fromEntries(writers.map((config) => [config.name, [...topicsOf(config)].toSorted()]));
}

/** Names of all tables of a stage. */
export function tableNames(configs: readonly AnyConfig[]): string[] {
  const tables = [...configs.flatMap((config) => tablesOf(config)), audit];
  return [...new Set(tables.map(({ name }) => name))].toSorted();
}
