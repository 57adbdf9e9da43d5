/** One sentence of a policy. */
import type { Text } from '../cloudFormation.ts';

export interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: readonly string[];
  Resource: readonly Text[];
  Condition?: Record<string, Record<string, Text>>;
}

export function allow(actions: readonly string[], resources: readonly Text[]): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}
