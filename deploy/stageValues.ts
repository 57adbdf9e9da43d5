/** The values of the template's parameters that a stage decides, each checked as the function will read it. */
import { topics as catalogue } from '../events/allTopics.ts';
import { shown } from '../lib/text/shown.ts';
import type { Application } from './application.ts';
import { parameterName, settingSchemas } from './ownSettings.ts';
import { type Parameter, parameters } from './parameters.ts';
import type { Stage, Value } from './stage.ts';

/** An Error names the file and everything that is wrong in it. */
export function stageValues(stage: Stage, file: string, application: Application): Record<string, string> {
  const faults: string[] = [];
  const values = {
    ...valuesOf(stage.parameters, faults),
    ...settingsOf(stage.settings ?? {}, application, faults),
  };
  faults.push(...topicFaults(stage), ...alarmFaults(stage));
  if (faults.length > 0) throw new Error(`${file}: ${faults.join('; ')}`);
  return values;
}

function valuesOf(given: Readonly<Record<string, Value>>, faults: string[]): Record<string, string> {
  const known: Record<string, Parameter> = parameters;
  for (const [name, parameter] of Object.entries(known)) {
    const text = textOf(given[name] ?? parameter.Default ?? '');
    if (!fits(parameter, text))
      faults.push(`${name}: expected ${expected(parameter)}, came ${shown(text) || 'nothing'}`);
  }
  return texts(given, faults, (name) => (Object.hasOwn(known, name) ? name : undefined));
}

function settingsOf(given: Readonly<Record<string, Value>>, application: Application, faults: string[]) {
  const schemas = settingSchemas(application);
  for (const [variable, value] of Object.entries(given)) {
    const read = schemas.get(variable)?.safeParse(textOf(value));
    if (read?.error) faults.push(`${variable}: ${read.error.issues.map(({ message }) => message).join(', ')}`);
  }
  for (const [variable, schema] of schemas)
    if (!Object.hasOwn(given, variable) && !schema.safeParse(undefined).success)
      faults.push(`${variable}: needed, ${schema.description ?? 'it has no default'}`);
  return texts(given, faults, (variable) => (schemas.has(variable) ? parameterName(variable) : undefined));
}

function texts(given: Readonly<Record<string, Value>>, faults: string[], nameOf: (key: string) => string | undefined) {
  const entries = Object.entries(given).flatMap(([key, value]) => {
    const name = nameOf(key);
    if (name === undefined) faults.push(`${shown(key)}: there is no such parameter or setting, see docs/reference.md`);
    // osls would take it for a variable.
    if (textOf(value).includes('${')) faults.push(`${shown(key)}: \${ can't stand in a value`);
    return name === undefined ? [] : [[name, textOf(value)] as const];
  });
  return Object.fromEntries(entries);
}

function topicFaults({ topics = {} }: Stage): string[] {
  return Object.entries(topics).flatMap(([name, { partitions = 1, retentionDays = 1 }]) => {
    if (!catalogue.some((topic) => topic.name === name)) return [`topics: the catalogue has no ${shown(name)}`];
    const areWhole = [partitions, retentionDays].every((number) => Number.isSafeInteger(number) && number >= 1);
    return areWhole ? [] : [`topics: ${name} needs whole numbers of partitions and days, 1 or more`];
  });
}

function alarmFaults({ alarms }: Stage): string[] {
  if (!alarms || /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/.test(alarms.notify)) return [];
  return [`alarms: notify expects the ARN of an SNS topic, came ${shown(alarms.notify)}`];
}

function textOf(value: Value): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

function fits({ Type, AllowedPattern, AllowedValues, MinValue, MaxValue }: Parameter, text: string): boolean {
  if (Type.startsWith('List<')) return text !== '';
  if (AllowedValues) return AllowedValues.includes(text);
  if (Type === 'Number') {
    const number = Number(text);
    return text !== '' && number >= (MinValue ?? -Infinity) && number <= (MaxValue ?? Infinity);
  }
  return AllowedPattern === undefined || new RegExp(AllowedPattern).test(text);
}

function expected({ Type, AllowedPattern, AllowedValues, MinValue, MaxValue, Description }: Parameter): string {
  if (AllowedValues) return AllowedValues.join(', ');
  if (Type === 'Number') return `a number from ${MinValue ?? 'any'} to ${MaxValue ?? 'any'}`;
  return `${Description} (${AllowedPattern ?? 'one or more'})`;
}
