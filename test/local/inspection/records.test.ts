import { describe, expect, it } from 'vitest';
import { givenInspection } from './givenInspection.ts';

describe('publishing', () => {
  it('answers the records as they stand on the topic', async () => {
    const { publish } = await givenInspection();
    const written = { key: 'user-1', headers: [['h', 'ë']], value: { a: 1 }, timestamp: 1545084650987 };
    expect(await publish(written)).toEqual({
      status: 201,
      body: [
        {
          topic: 'orders',
          partition: 2,
          offset: 0,
          timestamp: 1545084650987,
          key: 'user-1',
          keyBase64: 'dXNlci0x',
          headers: [['h', 'ë']],
          value: { a: 1 },
          valueBase64: 'eyJhIjoxfQ==',
        },
      ],
    });
  });

  it('takes several, raw bytes, tombstones, and a partition', async () => {
    const { publish, broker } = await givenInspection();
    await publish([
      { valueBase64: '/wA=', partition: 1 },
      { key: '21', value: null },
    ]);
    const [raw] = await broker.fetch('orders', 1, 0, { records: 1, bytes: 100 });
    expect(raw?.value && [...raw.value]).toEqual([255, 0]);
    const [tombstone] = await broker.fetch('orders', 0, 0, { records: 1, bytes: 100 });
    expect(tombstone?.value).toBeNull();
  });

  it.each([
    [[{ value: 1 }, { key: 7, value: 1 }], '[1].key', /^\[1\]\.key: Invalid input: expected string/],
    [{ value: 1, topic: 'bills' }, 'topic', /^topic: expected orders, as the path says, or nothing, came bills/],
    [{ value: 1, partition: 3 }, 'partition', /^partition: expected below 3, the partitions of orders, came 3/],
  ])('refuses %j, naming the field, and publishes none of them', async (json, path, detail) => {
    const { refused, broker } = await givenInspection();
    const problem = await refused('/api/topics/orders/records', JSON.stringify(json));
    expect([problem.status, problem.errors?.[0]?.path]).toEqual([400, path]);
    expect(problem.detail).toMatch(detail);
    expect(await broker.topics()).toEqual([{ name: 'orders', partitions: 3, records: 0 }]);
  });

  it('says where a body stops being JSON', async () => {
    const { refused } = await givenInspection();
    const { status, detail } = await refused('/api/topics/orders/records', '{"value": }');
    expect([status, detail]).toEqual([400, 'line 1, column 11: expected JSON, came }']);
  });

  it('refuses a topic that is not there, and a record that its topic does not take', async () => {
    const { call, publish } = await givenInspection();
    expect(await call('/api/topics/nope/records', '{"value":1}')).toMatchObject({
      status: 404,
      body: { code: 'UNKNOWN_TOPIC' },
    });
    expect(await publish({ value: 'x'.repeat(1_100_000) })).toMatchObject({
      status: 413,
      body: { code: 'RECORD_TOO_LARGE' },
    });
  });
});

describe('looking at records', () => {
  const three = [0, 1, 2].map((value) => ({ key: '21', value, timestamp: 1_000 + value * 10 }));

  it('shows the newest first, over all partitions', async () => {
    const { publish, values } = await givenInspection();
    await publish([...three, { key: 'user-1', value: 'between', timestamp: 1_015 }]);
    expect(await values('/api/topics/orders/records')).toEqual([2, 'between', 1, 0]);
    expect(await values('/api/topics/orders/records?limit=2')).toEqual([2, 'between']);
    expect(await values('/api/topics/orders/records?partition=2')).toEqual(['between']);
  });

  it('goes on from an offset', async () => {
    const { publish, values } = await givenInspection();
    await publish(three);
    expect(await values('/api/topics/orders/records?partition=0&from=1')).toEqual([2, 1]);
    expect(await values('/api/topics/orders/records?partition=0&from=0&limit=2')).toEqual([1, 0]);
    expect(await values('/api/topics/orders/records?partition=0&from=9')).toEqual([]);
  });

  it.each([
    ['limit=0', /^limit: Too small/],
    ['limit=many', /^limit: Invalid input/],
    ['partition=3', /^partition: expected below 3/],
    ['from=-1', /^from: Too small/],
  ])('refuses %s', async (query, detail) => {
    const { refused } = await givenInspection();
    const problem = await refused(`/api/topics/orders/records?${query}`);
    expect([problem.status, problem.code]).toEqual([400, 'MALFORMED']);
    expect(problem.detail).toMatch(detail);
  });
});
