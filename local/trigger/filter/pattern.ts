/** Filter patterns: what fields must be like, all of them, with `$or` for alternatives. */
import { isJsonObject } from './json.ts';
import { PatternError, type Rule, readRule } from './rules.ts';

export interface Pattern {
  /** All must match. */
  fields: [name: string, wanted: Pattern | Rule[]][];
  /** One of each list must match. */
  choices: Pattern[][];
}

/** PatternError says what is wrong with it. */
export function readPattern(given: unknown): Pattern {
  if (!isJsonObject(given)) throw new PatternError('expected an object of fields');
  const pattern: Pattern = { fields: [], choices: [] };
  for (const [name, wanted] of Object.entries(given)) {
    if (name === '$or') pattern.choices.push(readChoices(wanted));
    else pattern.fields.push([name, Array.isArray(wanted) ? readRules(name, wanted) : readPattern(wanted)]);
  }
  if (pattern.fields.length + pattern.choices.length === 0) throw new PatternError('a pattern without fields');
  return pattern;
}

function readRules(name: string, list: unknown[]): Rule[] {
  if (list.length === 0) throw new PatternError(`${name} has no rules`);
  return list.map(readRule);
}

function readChoices(given: unknown): Pattern[] {
  if (!Array.isArray(given) || given.length < 2) throw new PatternError('$or takes a list of two patterns or more');
  return given.map(readPattern);
}

/** A list matches where one of its elements does, as in EventBridge. */
function matches(pattern: Pattern, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((element) => matches(pattern, element));
  const object = isJsonObject(value) ? value : {};
  return (
    pattern.fields.every(([name, wanted]) =>
      matchesField(wanted, Object.hasOwn(object, name) ? object[name] : undefined),
    ) && pattern.choices.every((choice) => choice.some((one) => matches(one, value)))
  );
}

export function matchesField(wanted: Pattern | Rule[], value: unknown): boolean {
  return Array.isArray(wanted) ? matchesRules(wanted, value) : matches(wanted, value);
}

/** Rules look at leaves only: an object is none, and for `exists` as good as absent. */
function matchesRules(rules: Rule[], value: unknown): boolean {
  const leaves: unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
  return rules.some((rule) =>
    leaves.some((leaf) => rule(isJsonObject(leaf) || Array.isArray(leaf) ? undefined : leaf)),
  );
}
