import { expect, it } from 'vitest';
import { dataStackName, dataTemplate } from '../../deploy/dataStack.ts';
import { declaredApplication } from '../../deploy/declaredApplication.ts';
import { shopOf } from './shop.ts';

it('holds tables, bucket and its policy, and says where operators find them', () => {
  const { Resources, Outputs } = dataTemplate(shopOf(), () => true);
  const types = Object.values(Resources).map(({ Type }) => Type);
  expect(new Set(types)).toEqual(new Set(['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy']));
  expect(Outputs?.['TablePrefix']?.Value).toBe('shop-test-');
  expect(Outputs?.['Bucket']?.Value).toEqual({ 'Fn::Sub': `shop-test-objects-\${AWS::AccountId}-\${AWS::Region}` });
  expect(dataStackName(shopOf())).toBe('shop-test-data');
});

it('keeps all data when the stack goes, and nothing of a creation that failed', () => {
  const { Resources } = dataTemplate(shopOf(), () => false);
  for (const { Type, DeletionPolicy, UpdateReplacePolicy } of Object.values(Resources)) {
    if (Type === 'AWS::S3::BucketPolicy') continue;
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
  }
});

it('protects a table once it is there: a protected one could not be rolled back', () => {
  const { Resources } = dataTemplate(shopOf(), (id) => id === 'CartsTable');
  expect(Resources['CartsTable']?.Properties['DeletionProtectionEnabled']).toBe(true);
  expect(Resources['MarksTable']?.Properties['DeletionProtectionEnabled']).toBe(false);
});

it('fits into a call of CloudFormation, which takes 51,200 bytes, with fifteen more tables as large as the largest', async () => {
  const template = dataTemplate(await declaredApplication('production'), () => true);
  const sizes = Object.values(template.Resources).map((resource) => Buffer.byteLength(JSON.stringify(resource)));
  const grown = Buffer.byteLength(JSON.stringify(template)) + 15 * Math.max(...sizes);
  expect(grown).toBeLessThan(51_200);
});
