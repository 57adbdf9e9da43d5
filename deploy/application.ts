/** The application to deploy, with its service, stage and functions: the input of everything in this folder. */
import { audit } from '../lib/audit/audit.ts';
import { type Declaration, defers, tablesOf, topicsOf, worksOffDue } from '../lib/connect/connect.ts';
import type { Table } from '../lib/store/store.ts';
import type { DeclaredFunction, FunctionConfig } from './declaredFunctions.ts';

export interface Application {
  service: string;
  stage: string;
  functions: readonly DeclaredFunction[];
}

/** Unique in an account and region: the front of every name that we choose. */
export function prefixOf({ service, stage }: Application): string {
  return `${service}-${stage}`;
}

/** One group a mapping, so that no two share records; long enough to be no other service's. */
export function consumerGroup(application: Application, functionName: string, topic: string): string {
  return `${prefixOf(application)}.${functionName}.${topic}`;
}

/** Every table that some function uses, once, and the one that operators write. */
export function tablesUsed({ functions }: Application): Table[] {
  const tables = [...functions.flatMap(({ config }) => tablesOf(config)), audit];
  return [...new Map(tables.map((table) => [table.name, table])).values()];
}

/** The topics a function may write: what it publishes and its dead letters; for the relay, those of all. */
export function topicsWritten(config: FunctionConfig, { functions }: Application): string[] {
  const writers: readonly Declaration[] = relays(config) ? functions.map((declared) => declared.config) : [config];
  return [...new Set(writers.flatMap((writer) => [...topicsOf(writer)]))].sort();
}

/** The topics that it may create and change. */
export function topicsAdministered({ uses }: FunctionConfig): string[] {
  return uses.flatMap((use) => (use.kind === 'administers' ? use.topics.map(({ name }) => name) : []));
}

/** The topics that it looks for; undefined where it is not the one that diagnoses. */
export function topicsLookedFor({ uses }: FunctionConfig): string[] | undefined {
  const looking = uses.find((use) => use.kind === 'diagnoses');
  return looking?.topics.map(({ name }) => name);
}

export function relays(config: FunctionConfig): boolean {
  return config.uses.some((use) => use.kind === 'relays');
}

/** The job that works off rows due, as it is called on AWS, for who stores them. */
export function dueJobOf(config: FunctionConfig, application: Application): string | undefined {
  const job = application.functions.find((declared) => worksOffDue(declared.config));
  return job && defers(config) ? `${prefixOf(application)}-${job.config.name}` : undefined;
}

/** The function that relays what this one could not send, as it is called on AWS; a relay has none itself. */
export function relayOf(config: FunctionConfig, application: Application): string | undefined {
  const relay = application.functions.find((declared) => relays(declared.config));
  return relay && !relays(config) ? `${prefixOf(application)}-${relay.config.name}` : undefined;
}
