/** Compares the mappings of two templates: what AWS can't change must not change by accident. */
import { isDeepStrictEqual } from 'node:util';
import type { Resource } from './cloudFormation.ts';

/** A template, and the parameters it is deployed with. */
export interface Deployed {
  Resources: Record<string, Resource>;
  parameters: Readonly<Record<string, string>>;
}

/** "createOnlyProperties" of AWS::Lambda::EventSourceMapping, and its topics by the API's words. */
const CREATE_ONLY = [
  'EventSourceArn',
  'Topics',
  'AmazonManagedKafkaEventSourceConfig',
  'StartingPosition',
  'StartingPositionTimestamp',
] as const;

/** A line for each mapping that CloudFormation would make a second time, beside the first. */
export function replacedMappings(before: Deployed, after: Deployed): string[] {
  const [old, fresh] = [mappingsOf(before), mappingsOf(after)];
  return Object.entries(fresh).flatMap(([id, mapping]) => {
    const [moved] = Object.entries(old).find(([other, found]) => other !== id && isSame(found, mapping)) ?? [];
    const was = old[id];
    if (!was) return moved ? [`${id} is deployed as ${moved}, and would become a second one`] : [];
    const changed = CREATE_ONLY.filter((name) => !isDeepStrictEqual(was[name], mapping[name]));
    return changed.map((name) => `${id}: ${name} is ${shown(was[name])} and would become ${shown(mapping[name])}`);
  });
}

type Mapping = Partial<Record<(typeof CREATE_ONLY)[number] | 'FunctionName', unknown>>;

function mappingsOf({ Resources, parameters }: Deployed): Record<string, Mapping> {
  const found = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Lambda::EventSourceMapping');
  return Object.fromEntries(found.map(([id, { Properties }]) => [id, resolved(Properties, parameters) as Mapping]));
}

/** Lambda takes one mapping of a function, a cluster and a topic. */
function isSame(one: Mapping | undefined, other: Mapping): boolean {
  return (['FunctionName', 'EventSourceArn', 'Topics'] as const).every((name) =>
    isDeepStrictEqual(one?.[name], other[name]),
  );
}

/** With parameters in place of references to them; whatever else CloudFormation computes stays as it is written. */
function resolved(value: unknown, parameters: Deployed['parameters']): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, parameters));
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? String(value) : value;
  const entries = Object.entries(value).map(([key, inner]) => [key, resolved(inner, parameters)] as const);
  const [first] = entries;
  if (entries.length !== 1 || !first) return Object.fromEntries(entries);
  const [name, argument] = first;
  if (name === 'Ref') return parameters[String(argument)] ?? value;
  if (name === 'Fn::Sub' && typeof argument === 'string')
    return argument.replace(/\$\{([^${}]+)\}/g, (whole, key: string) => parameters[key] ?? whole);
  if (name === 'Fn::Join' && isJoinable(argument)) return argument[1].join(argument[0]);
  return Object.fromEntries(entries);
}

function isJoinable(argument: unknown): argument is [string, string[]] {
  return Array.isArray(argument) && Array.isArray(argument[1]) && argument[1].every((part) => typeof part === 'string');
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
