/** The permissions of a function's role, as `action resource` each. */
import { type Resource, toResources } from '../../deploy/cloudFormation.ts';
import { conditions } from '../../deploy/conditions.ts';
import type { FunctionConfig } from '../../deploy/declaredFunctions.ts';
import { roles } from '../../deploy/roles.ts';
import { asDeployed, stage } from './evaluate.ts';
import { shopOf } from './shop.ts';

interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string[];
  Resource: string[];
  Condition?: unknown;
}

export function statementsOf(role: Resource | undefined): Statement[] {
  const policies = role?.Properties['Policies'] as { PolicyDocument: { Statement: Statement[] } }[];
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** The permissions for one service (`dynamodb`), or for all. */
export function permissionsOf(role: Resource | undefined, service = ''): string[] {
  const allowed = statementsOf(role).filter(({ Effect }) => Effect === 'Allow');
  const pairs = allowed.flatMap(({ Action, Resource }) => {
    return Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`));
  });
  return pairs.filter((pair) => pair.startsWith(service && `${service}:`)).toSorted();
}

/** The role of one function of the shop, with names instead of CloudFormation. */
export function roleOf({ name }: FunctionConfig, parameters = stage, shop = shopOf()) {
  const Resources = toResources(roles(shop));
  const deployed = asDeployed({ Parameters: {}, Conditions: conditions, Resources }, parameters);
  return deployed[`${name.charAt(0).toUpperCase()}${name.slice(1)}Role`];
}
