/** The text of `docs/reference.md`: tables of topics, functions, error codes and settings. */
import type * as z from 'zod';
import { environment } from '../../../deploy/environment.ts';
import { engineParameters, ownParameters } from '../../../deploy/ownSettings.ts';
import { parameters } from '../../../deploy/parameters.ts';
import { topics } from '../../../events/allTopics.ts';
import { events } from '../../../events/catalogue.ts';
import { ports } from '../../../lib/connect/ports.ts';
import type { Schedule } from '../../../lib/declare/schedule.ts';
import type { Use } from '../../../lib/declare/uses.ts';
import { errorTable } from '../../../lib/errors/fault.ts';
import type { Port } from '../../../lib/port/port.ts';
import { defaultOf } from '../../../lib/settings/defaults.ts';
import { settingsShape } from '../../../lib/settings/settings.ts';
import { type AnyConfig, findFunctions } from '../../../local/functions.ts';
import { code, table } from './markdown.ts';

export async function reference(): Promise<string> {
  const found = await findFunctions();
  const configs = found.map(({ config }) => config);
  return [
    '# Reference',
    'Generated from the code by `npm run docs`; `npm run check` keeps it true.',
    '## Functions',
    table(['function', 'kind', 'reads or answers', 'uses'], configs.map(functionRow)),
    '## Topics',
    table(
      ['topic', 'system', 'format', 'compression', 'partitions', 'days', 'key', 'dead letters', 'read here by'],
      topicRows(configs),
    ),
    '## Events',
    table(
      ['event', 'version', 'topics'],
      events.map((event) => [code(event.type), `${event.version}`, list(event.topics)]),
    ),
    '## Error codes',
    'The class decides what becomes of a record: poison, permanent and conflict are dead-lettered at once; transient is tried again first; throttled waits; unavailable goes back to Lambda.',
    table(
      ['code', 'class', 'meaning'],
      Object.entries(errorTable).map(([name, row]) => [code(name), row.class, row.sentence]),
    ),
    '## Settings',
    'A stage sets them in `stages/<stage>.ts`, by variable; `--param="FeeBasisPoints=250"` at a deployment wins. Variables without one are set by the deployment itself, or not at all.',
    table(['variable', 'default', 'parameter on AWS', 'meaning', 'of'], settingRows(configs)),
    '',
  ].join('\n\n');
}

function functionRow(config: AnyConfig): string[] {
  return [code(config.name), config.kind, source(config), config.uses.map(use).join(', ')];
}

function source(config: AnyConfig): string {
  switch (config.kind) {
    case 'consumer':
      return list(config.topics);
    case 'http':
      return config.routes.map(({ method, path }) => code(`${method} ${path}`)).join(', ');
    case 'job':
      return scheduleOf(config.schedule);
    default:
      return config satisfies never;
  }
}

function scheduleOf(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'cron':
      return `${code(schedule.fields)} UTC`;
    case 'every':
      return `every ${schedule.minutes} min`;
    case 'by-hand':
      return 'when it is invoked';
    default:
      return schedule satisfies never;
  }
}

function use(what: Use): string {
  switch (what.kind) {
    case 'table':
      return `${what.onlyReads ? 'reads' : 'table'} ${code(what.table.name)}`;
    case 'port':
      return what.name;
    case 'publishes':
      return `publishes ${what.events.map((event) => code(event.type)).join(', ')}`;
    case 'works-off':
      return 'works off rows due';
    case 'relays':
      return 'sends the outbox';
    case 'administers':
      return 'creates topics';
    case 'diagnoses':
      return 'looks at the stage';
    default:
      return what satisfies never;
  }
}

function topicRows(configs: readonly AnyConfig[]): string[][] {
  return topics.map((topic) => {
    const readers = configs.filter(
      (config) => config.kind === 'consumer' && config.topics.some(({ name }) => name === topic.name),
    );
    const { name, system, format, compression, partitions, retentionDays, keyRule, deadLetterTopic } = topic;
    const deadLetters = deadLetterTopic ? code(deadLetterTopic) : '–';
    const by = readers.map((config) => code(config.name)).join(', ');
    return [code(name), system, format, compression, `${partitions}`, `${retentionDays}`, keyRule, deadLetters, by];
  });
}

function settingRows(configs: readonly AnyConfig[]): string[][] {
  const own = configs.flatMap((config) => {
    const { settings } = config as { settings?: z.ZodObject };
    return settingsOf(settings?.shape ?? {}, configs).map((row) => [...row, code(config.name)]);
  });
  const ofPorts = ports.flatMap(({ name, settings: { aws, local } }: Port) => [
    ...settingsOf(aws.shape, configs).map((row) => [...row, `port ${code(name)} on AWS`]),
    ...settingsOf(local.shape, configs).map((row) => [...row, `port ${code(name)} locally`]),
  ]);
  return [...settingsOf(settingsShape.shape, configs).map((row) => [...row, 'all']), ...ofPorts, ...own];
}

function settingsOf(shape: Readonly<z.core.$ZodShape>, configs: readonly AnyConfig[]): string[][] {
  const byVariable = parametersByVariable(configs);
  return Object.entries(shape).map(([name, schema]) => {
    const known = schema as z.ZodType;
    const { isRequired, text } = defaultOf(known);
    const fallback = text === '' ? 'optional' : code(text);
    const set = byVariable.get(name);
    return [code(name), isRequired ? 'required' : fallback, set ? code(set) : '–', known.description ?? ''];
  });
}

/** The parameter of the deployment that the variable's value is taken from. */
function parametersByVariable(configs: readonly AnyConfig[]): Map<string, string> {
  const application = { service: '', stage: '', functions: configs.map((config) => ({ config, folder: '' })) };
  const names = Object.keys({ ...parameters, ...engineParameters(), ...ownParameters(application) });
  const all = configs.flatMap((config) => Object.entries(environment(config, application)));
  return new Map(
    all.flatMap(([variable, value]) => {
      const mentioned = JSON.stringify(value).match(/\w+/g) ?? [];
      const name = mentioned.find((word) => names.includes(word));
      return name === undefined ? [] : [[variable, name] as const];
    }),
  );
}

function list(named: readonly { name: string }[]): string {
  return named.map(({ name }) => code(name)).join(', ');
}
