/** A permission on AWS, as data: the deployment makes policies of those of a function's ports. */

/** The value that a variable has on AWS; with `part`, what stands there when it is split. */
interface Value {
  variable: string;
  part?: { separator: string; index: number };
}

/** Parts that are joined. `${AWS::Region}` and its like are filled in by CloudFormation. */
export type Template = readonly (string | Value)[];

export interface Permission {
  actions: readonly string[];
  resources: readonly Template[];
  /** Operator → key → value: `StringEquals`. */
  condition?: Readonly<Record<string, Readonly<Record<string, Template>>>>;
}

export function variable(name: string): Value {
  return { variable: name };
}

export function partOf(name: string, separator: string, index: number): Value {
  return { variable: name, part: { separator, index } };
}
