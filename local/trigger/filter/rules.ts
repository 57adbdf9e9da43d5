/** The comparison operators of filter rules: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
import { isJsonNumber, isJsonObject, type JsonNumber, literalText, toNumber } from './json.ts';

/** A test of a leaf: a string, JsonNumber, boolean, null, or undefined where there is none. */
export type Rule = (leaf: unknown) => boolean;

export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** One entry of a rule list: a value to be equal to, or an object with one operator. */
export function readRule(given: unknown): Rule {
  if (Array.isArray(given)) throw new PatternError('a list inside a list of rules is no rule');
  if (!isJsonObject(given)) return equals(given);
  const [[name, operand] = ['', undefined], ...more] = Object.entries(given);
  const operator = operators[name];
  if (operator && more.length === 0) return operator(operand);
  const known = Object.keys(operators).join(', ');
  throw new PatternError(`${JSON.stringify(Object.keys(given))} is no operator; there are ${known}`);
}

const operators: Record<string, (operand: unknown) => Rule> = {
  prefix(operand) {
    const start = text('prefix', operand);
    return (leaf) => typeof leaf === 'string' && leaf.startsWith(start);
  },
  suffix(operand) {
    const end = text('suffix', operand);
    return (leaf) => typeof leaf === 'string' && leaf.endsWith(end);
  },
  'equals-ignore-case'(operand) {
    const wanted = text('equals-ignore-case', operand).toLowerCase();
    return (leaf) => typeof leaf === 'string' && leaf.toLowerCase() === wanted;
  },
  'anything-but'(operand) {
    const unwanted = new Set(literals(operand).map(literalText));
    return (leaf) => leaf !== undefined && !unwanted.has(literalText(leaf));
  },
  exists(operand) {
    if (typeof operand !== 'boolean') throw new PatternError('exists takes true or false');
    return (leaf) => (leaf !== undefined) === operand;
  },
  numeric: (operand) => {
    const comparisons = readComparisons(operand);
    return (leaf) => isJsonNumber(leaf) && comparisons.every((compare) => compare(toNumber(leaf)));
  },
};

function equals(given: unknown): Rule {
  const wanted = literalText(given);
  return (leaf) => leaf !== undefined && literalText(leaf) === wanted;
}

function text(name: string, operand: unknown): string {
  if (typeof operand === 'string') return operand;
  throw new PatternError(`${name} takes a string`);
}

function literals(operand: unknown): (string | JsonNumber)[] {
  const list = Array.isArray(operand) ? operand : [operand];
  const areLiterals = list.length > 0 && list.every((one) => typeof one === 'string' || isJsonNumber(one));
  if (areLiterals) return list;
  throw new PatternError('anything-but takes a string, a number, or a list of them');
}

const compare: Record<string, (number: number, bound: number) => boolean> = {
  '=': (number, bound) => number === bound,
  '<': (number, bound) => number < bound,
  '<=': (number, bound) => number <= bound,
  '>': (number, bound) => number > bound,
  '>=': (number, bound) => number >= bound,
};

/** `["=", 100]`, or a range such as `[">", 10, "<=", 20]`. */
function readComparisons(operand: unknown): ((number: number) => boolean)[] {
  const list: unknown[] = Array.isArray(operand) ? operand : [];
  if (list.length !== 2 && list.length !== 4) throw new PatternError('numeric takes one or two comparisons');
  return [0, 2]
    .filter((at) => at < list.length)
    .map((at) => {
      const [sign, bound] = [compare[String(list[at])], list[at + 1]];
      if (!sign || !isJsonNumber(bound)) throw new PatternError('numeric takes =, <, <=, > or >=, each with a number');
      const limit = toNumber(bound);
      return (number) => sign(number, limit);
    });
}
