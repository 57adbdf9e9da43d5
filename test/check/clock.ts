// Whatever ages something goes by a clock that it is given: a machine's clock that is read in passing is a test that fails
// one day, or a row that goes too soon. One file reads it, and only where a program begins is that file imported.
import { type Program, parseSync } from 'oxc-parser';
import { type Finding, lineAt, type Source } from './sources.ts';

/** The one reader. */
const READER = 'lib/clock/clock.ts';
/** Rooms whose code is given a clock, and where in them a program begins. */
const GIVEN_A_CLOCK = /^(lib|events|domain|functions|deploy)\//;
const PROGRAM_BEGINS = new Set(['lib/lambda/lambda.ts', 'deploy/run/main.ts']);
/** Tests may look at the machine's clock; what they test may not. */
const MAY_READ = /^test\//;

interface Node {
  type: string;
  start: number;
  [property: string]: unknown;
}

export function findClockReads(sources: Source[]): Finding[] {
  return sources.filter(({ path }) => path !== READER && !MAY_READ.test(path)).flatMap(findIn);
}

function findIn({ path, text }: Source): Finding[] {
  // Most files speak of no time at all.
  if (!/\b(Date|Temporal|timeOrigin|machineClock)\b/.test(text)) return [];
  const found: Finding[] = [];
  const refuse = ({ start }: Node, expected: string, came: string) =>
    found.push({ path, line: lineAt(text, start), expected, came });
  visit(parseSync(path, text).program, undefined, (node, parent) => {
    const came = clockRead(node, parent);
    if (came !== undefined) refuse(node, 'a clock that is passed in', came);
    if (importsTheClock(node) && GIVEN_A_CLOCK.test(path) && !PROGRAM_BEGINS.has(path))
      refuse(node, 'a clock that is passed in', 'machineClock');
  });
  return found;
}

/** Finds in a node a read of the clock: any use of `Date` but `new Date(time)`, `Date.parse`, `Date.UTC`, types and `instanceof`. */
function clockRead(node: Node, parent: Node | undefined): string | undefined {
  const { name } = node as { name?: unknown };
  if (name === 'timeOrigin' || name === 'Temporal') return name;
  if (!parent || parent.type.startsWith('TS') || !isDate(node)) return undefined;
  if (parent.type === 'MemberExpression') return parent['object'] === node ? memberRead(parent) : undefined;
  return isHarmless(node, parent) ? undefined : 'Date without a time';
}

function memberRead(member: Node): string | undefined {
  const name = member['computed'] === true ? '[…]' : nameOf(member['property']);
  return name === 'parse' || name === 'UTC' ? undefined : `Date.${name}`;
}

function isHarmless(node: Node, parent: Node): boolean {
  if (parent.type === 'NewExpression') return (parent['arguments'] as Node[]).length > 0;
  if (parent.type === 'Property') return parent['value'] !== node;
  return parent.type === 'BinaryExpression' && parent['operator'] === 'instanceof';
}

/** `Date`, or `globalThis.Date`. */
function isDate(node: Node): boolean {
  if (node.type === 'MemberExpression')
    return nameOf(node['object']) === 'globalThis' && nameOf(node['property']) === 'Date';
  return node.type === 'Identifier' && node['name'] === 'Date';
}

function nameOf(node: unknown): unknown {
  return (node as Node)['name'];
}

function importsTheClock(node: Node): boolean {
  return node.type === 'ImportSpecifier' && nameOf(node['imported']) === 'machineClock';
}

function visit(
  value: Program | unknown,
  parent: Node | undefined,
  look: (node: Node, parent: Node | undefined) => void,
): void {
  if (Array.isArray(value)) for (const each of value) visit(each, parent, look);
  else if (typeof value === 'object' && value !== null && 'type' in value) {
    const node = value as Node;
    look(node, parent);
    for (const child of Object.values(node)) visit(child, node, look);
  }
}
