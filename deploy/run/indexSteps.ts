/** DynamoDB adds or removes one index of a table a deployment, so a change of several goes in steps. */
import { isDeepStrictEqual } from 'node:util';
import type { Resource } from '../cloudFormation.ts';

interface Index {
  IndexName: string;
  KeySchema: { AttributeName: string }[];
}

/** Each table of the wanted resources as it may be after one more deployment. */
export function nextStep(
  deployed: Record<string, Resource>,
  wanted: Record<string, Resource>,
): Record<string, Resource> {
  const steps = Object.entries(wanted).map(([id, resource]) => {
    const before = deployed[id];
    const isTable = before && resource.Type === 'AWS::DynamoDB::Table';
    return [id, isTable ? { ...resource, Properties: stepOf(before.Properties, resource.Properties) } : resource];
  });
  return Object.fromEntries(steps);
}

function stepOf(before: Record<string, unknown>, wanted: Record<string, unknown>): Record<string, unknown> {
  const [has, should] = [indexesOf(before), indexesOf(wanted)];
  const isIn = (list: Index[]) => (index: Index) => list.some((other) => isDeepStrictEqual(other, index));
  const removed = has.filter((index) => !isIn(should)(index));
  const added = should.filter((index) => !isIn(has)(index));
  if (removed.length + added.length <= 1) return wanted;
  const [gone] = removed;
  const [fresh] = added;
  const indexes = gone ? has.filter((index) => index !== gone) : [...has, ...(fresh ? [fresh] : [])];
  const { GlobalSecondaryIndexes: _, ...rest } = wanted;
  return {
    ...rest,
    AttributeDefinitions: attributesOf(indexes),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
}

function indexesOf(properties: Record<string, unknown>): Index[] {
  return (properties['GlobalSecondaryIndexes'] as Index[] | undefined) ?? [];
}

/** DynamoDB refuses a definition that no key uses. */
function attributesOf(indexes: Index[]) {
  const keys = indexes.flatMap(({ KeySchema }) => KeySchema.map(({ AttributeName }) => AttributeName));
  return [...new Set(['pk', 'sk', ...keys])].map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
}
