/** Logical ids hold only letters and digits (CloudFormation), yet different names must never give one id. */
import { createHash } from 'node:crypto';

/**
 * `users`, `Table` → `UsersTable`. Names of another kind, or several, get a hash of what was exactly meant:
 * `user.events` and `user-events` read the same once the punctuation is gone.
 */
export function logicalId(kind: string, ...names: readonly string[]): string {
  const words = names.flatMap((name) => name.split(/[^A-Za-z0-9]+/)).map(upperFirst);
  const isPlain = names.length === 1 && words.length === 1;
  return `${words.join('')}${isPlain ? '' : hashOf(names)}${kind}`;
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function hashOf(names: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 8);
}

/** The logical id that osls gives the function of an entry in `functions`. */
export function functionLogicalId(functionName: string): string {
  return logicalId('LambdaFunction', functionName);
}
