import { CreateTableCommand, DescribeTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, vi } from 'vitest';
import { stackOf } from '../../deploy/run/stack.ts';
import { reads, table } from '../../lib/declare/uses.ts';
import { createDynamoTable } from '../../lib/store/dynamoTables.ts';
import { defineTable } from '../../lib/store/store.ts';
import { realPart } from '../real/available.ts';
import { tellMinistack } from '../real/ministack/strictness.ts';
import { dataStage } from './dataStage.ts';
import { carts, look } from './shop.ts';

const endpoint = (await realPart('ministack')) ?? '';

const ofLook = ['audit', 'carts'];
const shelves = defineTable({ name: 'shelves', indexes: {} });
const boxes = defineTable({ name: 'boxes', indexes: {} });
const lookFurther = { ...look, uses: [reads(carts), table(shelves), table(boxes)] };
const byDayAndName = { byDay: { partition: 'day', sort: 'at' }, byName: { partition: 'name', sort: 'at' } };

describe.runIf(endpoint)('the data stack', () => {
  it('comes up after a first deployment that failed half-way, which left nothing behind', async () => {
    const stage = dataStage(endpoint);
    tellMinistack(endpoint, stage.stack, { failing: ['CartsTable'] });
    await expect(stage.deploy([look])).rejects.toThrow(
      /is ROLLBACK_COMPLETE:\n {2}CartsTable \(AWS::DynamoDB::Table\): CartsTable fails because a test says so\nEverything is as it was before/,
    );
    expect(await stage.tables()).toEqual([]);
    tellMinistack(endpoint, stage.stack, {});
    await stage.deploy([look]);
    expect(await stage.tables()).toEqual(ofLook);
    expect(await stage.buckets()).toEqual(['objects-000000000000-eu-west-1']);
    expect(await stage.isProtected('carts')).toBe(true);
    expect((await stackOf(stage.client, stage.stack))?.EnableTerminationProtection).toBe(true);
  });

  it('is told that nothing changed, and changes nothing, when it is deployed again', async () => {
    const stage = dataStage(endpoint);
    await stage.deploy([look]);
    stage.told.length = 0;
    await stage.deploy([look]);
    expect(stage.told).toEqual([`${stage.stack}: comparing …`, `${stage.stack}: nothing to change.`]);
  });

  it('gets a later table, protected, and after one that failed can try again', async () => {
    const stage = dataStage(endpoint);
    await stage.deploy([look]);
    tellMinistack(endpoint, stage.stack, { failing: ['BoxesTable'] });
    await expect(stage.deploy([lookFurther])).rejects.toThrow(/is UPDATE_ROLLBACK_COMPLETE:\n {2}BoxesTable/);
    expect(await stage.tables()).toEqual(ofLook);
    tellMinistack(endpoint, stage.stack, {});
    await stage.deploy([lookFurther]);
    expect(await stage.tables()).toEqual(['audit', 'boxes', 'carts', 'shelves']);
    expect([await stage.isProtected('boxes'), await stage.isProtected('carts')]).toEqual([true, true]);
  });

  it('refuses to trip over tables that are there, and adopts them with what is in them', async () => {
    const stage = dataStage(endpoint);
    await createDynamoTable(stage.dynamodb, carts, `${stage.prefix}carts`);
    const Item = { pk: { S: 'cart#1' }, sk: { S: '-' } };
    await stage.dynamodb.send(new PutItemCommand({ TableName: `${stage.prefix}carts`, Item }));
    await expect(stage.deploy([look])).rejects.toThrow(
      `The stack ${stage.stack} would make what is there already: ${stage.prefix}carts.\nDeploy with --adopt`,
    );
    expect(await stage.tables()).toEqual(['carts']);
    await stage.deploy([look], true);
    expect(await stage.tables()).toEqual(ofLook);
    const { Items } = await stage.dynamodb.send(new ScanCommand({ TableName: `${stage.prefix}carts` }));
    expect(Items).toEqual([Item]);
    expect(await stage.isProtected('carts')).toBe(true);
  });

  it('keeps all data when it is removed, and takes it back', async () => {
    const stage = dataStage(endpoint);
    await stage.deploy([look]);
    await stage.removeStack();
    await vi.waitFor(async () => expect(await stackOf(stage.client, stage.stack)).toBeUndefined(), 10_000);
    expect(await stage.tables()).toEqual(ofLook);
    expect(await stage.buckets()).toHaveLength(1);
    await expect(stage.deploy([look])).rejects.toThrow('objects-000000000000-eu-west-1.\nDeploy with --adopt');
    await stage.deploy([look], true);
    expect(await stage.isProtected('audit')).toBe(true);
  });

  it('adopts no table of other keys', async () => {
    const stage = dataStage(endpoint);
    await stage.dynamodb.send(
      new CreateTableCommand({
        TableName: `${stage.prefix}carts`,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    await expect(stage.deploy([look], true)).rejects.toThrow(
      `The table ${stage.prefix}carts is there with the keys id, where ours has pk, sk: delete it`,
    );
  });

  it('makes several indexes of a table one after the other, as DynamoDB takes them', async () => {
    const stage = dataStage(endpoint);
    const indexed = { ...shelves, indexes: byDayAndName };
    await stage.deploy([{ ...look, uses: [table(shelves)] }]);
    await stage.deploy([{ ...look, uses: [table(indexed)] }]);
    const { Table } = await stage.dynamodb.send(new DescribeTableCommand({ TableName: `${stage.prefix}shelves` }));
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['byDay', 'byName']);
    await stage.deploy([{ ...look, uses: [table(shelves)] }]);
    const later = await stage.dynamodb.send(new DescribeTableCommand({ TableName: `${stage.prefix}shelves` }));
    expect(later.Table?.GlobalSecondaryIndexes ?? []).toEqual([]);
  });
});
