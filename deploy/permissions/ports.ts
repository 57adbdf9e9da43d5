/** The permissions that a function's ports need: each port says them as data, with variables for the values of a stage. */
import { portsOf } from '../../lib/connect/ports.ts';
import type { Permission, Template } from '../../lib/port/permission.ts';
import type { Application } from '../application.ts';
import { concat, partOf, sub, type Text } from '../cloudFormation.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { environment } from '../environment.ts';
import type { Statement } from './statement.ts';

/** An Error names a variable that the deployment sets for no function that has the port. */
export function portPermissions(config: FunctionConfig, application: Application): Statement[] {
  const values = environment(config, application);
  const text = (template: Template) => textOf(template, values);
  const statement = ({ actions, resources, condition }: Permission): Statement => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resources.map(text),
    ...(condition && { Condition: mapped(condition, (keys) => mapped(keys, text)) }),
  });
  return portsOf(config).flatMap(({ permissions }) => permissions.map(statement));
}

function textOf(template: Template, values: Readonly<Record<string, Text>>): Text {
  const [only, ...more] = template.map((part) => {
    if (typeof part === 'string') return part.includes('${') ? sub(part) : part;
    const value = values[part.variable];
    if (value === undefined) throw new Error(`a permission names ${part.variable}, which the deployment does not set`);
    return part.part ? partOf(value, part.part.separator, part.part.index) : value;
  });
  return only !== undefined && more.length === 0 ? only : concat(only ?? '', ...more);
}

function mapped<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
