/** Parameters of the functions' own settings and their ports', made from zod shapes: FEE_BASIS_POINTS becomes FeeBasisPoints. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { portsOf } from '../lib/connect/ports.ts';
import { asText, defaultOf } from '../lib/settings/defaults.ts';
import { settingsShape } from '../lib/settings/settings.ts';
import type { Application } from './application.ts';
import type { Text } from './cloudFormation.ts';
import type { FunctionConfig } from './declaredFunctions.ts';
import { engineSettings } from './engineSettings.ts';
import { type Parameter, parameters } from './parameters.ts';

/**
 * One parameter for each setting, also where several functions declare it. An Error names a setting that no parameter
 * can stand for.
 */
export function ownParameters({ functions }: Application): Record<string, Parameter> {
  const made: Record<string, Parameter> = {};
  for (const { config } of functions) {
    for (const [variable, schema] of ownShape(config)) {
      const name = parameterName(variable);
      const where = `${config.name} declares the setting ${variable}`;
      if (variable in settingsShape.shape || name in parameters)
        throw new Error(`${where}, which is one of the engine's: give it another name`);
      const parameter = parameterOf(schema, where);
      if (name in made && !isDeepStrictEqual(made[name], parameter))
        throw new Error(
          `${where} otherwise than another function does: both import one shape, or give it another name`,
        );
      made[name] = parameter;
    }
  }
  return made;
}

/** Parameters of the engine's settings that a stage decides, the same for all functions. */
export function engineParameters(): Record<string, Parameter> {
  const made = engineSettings.map(([variable, schema]) => {
    return [parameterName(variable), parameterOf(schema, `the engine has the setting ${variable}`)] as const;
  });
  return Object.fromEntries(made);
}

export function engineEnvironment(): Record<string, Text> {
  return Object.fromEntries(engineSettings.map(([variable]) => [variable, { Ref: parameterName(variable) }]));
}

/** The variables of one function, each set to its parameter. */
export function ownEnvironment(config: FunctionConfig): Record<string, Text> {
  return Object.fromEntries(ownShape(config).map(([variable]) => [variable, { Ref: parameterName(variable) }]));
}

/** The variables as they are deployed where a stage sets no parameter; a required one is missing. */
export function ownDefaults(config: FunctionConfig): Record<string, string> {
  return Object.fromEntries(
    ownShape(config).flatMap(([variable, schema]) => {
      const usual = defaultOf(schema);
      return usual.isRequired ? [] : [[variable, usual.text] as const];
    }),
  );
}

/** The schema of every variable that a stage may decide. */
export function settingSchemas({ functions }: Application): Map<string, z.ZodType> {
  return new Map([...engineSettings, ...functions.flatMap(({ config }) => ownShape(config))]);
}

/** The function's own, and what the adapters of its ports read on AWS. */
function ownShape(config: FunctionConfig): [string, z.ZodType][] {
  const settings = 'settings' in config ? config.settings : undefined;
  const shapes = [settings, ...portsOf(config).map((port) => port.settings.aws)];
  return shapes.flatMap((shape) => Object.entries(shape?.shape ?? {}) as [string, z.ZodType][]);
}

export function parameterName(variable: string): string {
  return variable
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');
}

function parameterOf(schema: z.ZodType, where: string): Parameter {
  const usual = defaultOf(schema);
  if (!usual.isRequired) refuseOtherDefault(schema, usual.text, where);
  return {
    ...kindOf(schema, usual.isRequired),
    Description: schema.description ?? '',
    ...(!usual.isRequired && { Default: usual.text }),
  };
}

/** The variable is always set on AWS, so the default's text must be read as what the function has without it. */
function refuseOtherDefault(schema: z.ZodType, text: string, where: string): void {
  const read = schema.safeParse(text);
  const isSame = read.success && asText(read.data) === text;
  if (!isSame)
    throw new Error(`${where}, whose default would be read from ${JSON.stringify(text)} as something else: change it`);
  // osls puts a default between single quotes.
  if (/['\\${}]/.test(text)) throw new Error(`${where}, whose default ${text} holds one of ' \\ $ { }: leave it out`);
}

/** Refuses at deployment, as far as CloudFormation can, what the function would refuse at its cold start. */
function kindOf(schema: z.ZodType, isRequired: boolean): Omit<Parameter, 'Description' | 'Default'> {
  const { type, minimum, maximum } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
  if (type === 'integer' || type === 'number')
    return {
      Type: 'Number',
      ...(isBound(minimum) && { MinValue: minimum }),
      ...(isBound(maximum) && { MaxValue: maximum }),
    };
  const { enum: words, pattern } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  if (words) return { Type: 'String', AllowedValues: words.map(String) };
  // CloudFormation matches the whole value, zod any part of it: both mean the same only with both anchors.
  if (pattern?.startsWith('^') && pattern.endsWith('$')) return { Type: 'String', AllowedPattern: pattern };
  return { Type: 'String', ...(isRequired && { AllowedPattern: '^.+$' }) };
}

/** zod gives an integer without bounds those of a safe one. */
function isBound(limit: number | undefined): limit is number {
  return limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;
}
