/** `docs/guides/deploy.md` with its table of parameters as the deployment has them today. */
import { engineParameters, ownParameters } from '../../../deploy/ownSettings.ts';
import { type Parameter, parameters } from '../../../deploy/parameters.ts';
import type { AnyConfig } from '../../../local/functions.ts';
import { code, table } from './markdown.ts';

const START = '<!-- parameters: written by npm run docs -->';
const END = '<!-- end of parameters -->';

/** The page with the table between its marks. An Error where a mark is missing. */
export function deployGuide(page: string, configs: readonly AnyConfig[]): string {
  const [before, rest] = page.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/guides/deploy.md needs ${START} and ${END}`);
  return `${before}${START}\n\n${parameterTable(configs)}\n\n${END}${after}`;
}

function parameterTable(configs: readonly AnyConfig[]): string {
  const application = { service: '', stage: '', functions: configs.map((config) => ({ config, folder: '' })) };
  const all = { ...parameters, ...engineParameters(), ...ownParameters(application) };
  return table(['parameter', 'default', 'takes', 'meaning'], Object.entries<Parameter>(all).map(row));
}

function row([name, parameter]: [string, Parameter]): string[] {
  return [code(name), usual(parameter), taken(parameter), parameter.Description];
}

function usual({ Default, AllowedPattern, Type }: Parameter): string {
  if (Default !== undefined) return Default === '' ? 'empty' : code(Default);
  const mayBeEmpty = Type === 'String' && AllowedPattern !== undefined && new RegExp(AllowedPattern).test('');
  return mayBeEmpty ? 'empty' : 'required';
}

function taken({ Type, AllowedPattern, AllowedValues, MinValue, MaxValue }: Parameter): string {
  if (AllowedValues) return AllowedValues.map(code).join(', ');
  const [least, most] = [
    MinValue === undefined ? '' : ` from ${MinValue}`,
    MaxValue === undefined ? '' : ` to ${MaxValue}`,
  ];
  if (Type === 'Number') return `a number${least}${most}`;
  if (Type.startsWith('List<')) return 'a list, commas between';
  return AllowedPattern === undefined ? 'a text' : code(AllowedPattern);
}
