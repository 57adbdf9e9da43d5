/** The few words of CloudFormation that the deployment uses, and one list of resources in which nothing gets lost. */

/** A text that CloudFormation may have to compute first. */
export type Text =
  | string
  | { Ref: string }
  | { 'Fn::GetAtt': [logicalId: string, attribute: string] }
  | { 'Fn::Sub': string }
  | { 'Fn::Join': [separator: string, parts: Text[] | Split] }
  | { 'Fn::Select': [index: number, from: Split] }
  | { 'Fn::If': [condition: string, then: Text, otherwise: Text] };

type Split = { 'Fn::Split': [separator: string, text: Text] };

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DependsOn?: string[];
  /** Resources that hold data outlive their stack, but not the creation that failed. */
  DeletionPolicy?: 'RetainExceptOnCreate';
  UpdateReplacePolicy?: 'Retain';
}

export type NamedResource = readonly [logicalId: string, resource: Resource];

export function attributeOf(logicalId: string, attribute: string): Text {
  return { 'Fn::GetAtt': [logicalId, attribute] };
}

/** `${Name}` and `${AWS::Region}` are filled in by CloudFormation. */
export function sub(text: string): Text {
  return { 'Fn::Sub': text };
}

export function concat(...parts: Text[]): Text {
  return { 'Fn::Join': ['', parts] };
}

export function partOf(text: Text, separator: string, index: number): Text {
  return { 'Fn::Select': [index, { 'Fn::Split': [separator, text] }] };
}

export function replace(text: Text, old: string, by: string): Text {
  return { 'Fn::Join': [by, { 'Fn::Split': [old, text] }] };
}

/** An Error where two resources have one id: as an object, one of them would vanish without a word. */
export function toResources(named: readonly NamedResource[]): Record<string, Resource> {
  const resources = new Map<string, Resource>();
  for (const [logicalId, resource] of named) {
    if (resources.has(logicalId)) throw new Error(`Two resources are called ${logicalId}`);
    resources.set(logicalId, resource);
  }
  return Object.fromEntries(resources);
}
