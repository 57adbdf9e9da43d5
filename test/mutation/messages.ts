/** Texts are for people to read: no test compares a log line or a fault's message word by word, so none is mutated. */

/** The part of Babel's paths that is read. */
interface Path {
  node: Node;
  key: string | number | null;
  listKey?: string;
  parent: Node;
}

interface Node {
  type: string;
  name?: string;
  callee?: Node;
  object?: Node;
  property?: Node;
  consequent?: Node[];
  argument?: Node | null;
  typeAnnotation?: Node;
}

/** Answers why a node, and all in it, is left as it is. */
function shouldIgnore({ node, key, listKey, parent }: Path): string | undefined {
  if (node.type === 'SwitchCase' && node.consequent?.some(isNever)) return 'the compiler proves that it is not reached';
  if (listKey !== 'arguments') return undefined;
  if (parent.type === 'NewExpression' && parent.callee?.name === 'Fault' && key === 1) return 'the message of a fault';
  if (parent.type === 'CallExpression' && isLog(parent.callee?.object)) return 'a line of the log';
  return undefined;
}

function isNever({ type, argument }: Node): boolean {
  return type === 'ReturnStatement' && argument?.typeAnnotation?.type === 'TSNeverKeyword';
}

function isLog(node: Node | undefined): boolean {
  return node?.name === 'log' || node?.property?.name === 'log';
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'messages', value: { shouldIgnore } }];
