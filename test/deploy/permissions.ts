/** The permissions of a function's role, as `action resource` each. */
import type { Resource } from '../../deploy/cloudFormation.ts';

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

/** Of one service (`dynamodb`), or of all. */
export function permissionsOf(role: Resource | undefined, service = ''): string[] {
  const allowed = statementsOf(role).filter(({ Effect }) => Effect === 'Allow');
  const pairs = allowed.flatMap(({ Action, Resource }) => {
    return Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`));
  });
  return pairs.filter((pair) => pair.startsWith(service && `${service}:`)).toSorted();
}
