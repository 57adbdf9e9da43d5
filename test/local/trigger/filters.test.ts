// Filter criteria: https://docs.aws.amazon.com/lambda/latest/dg/kafka-filtering.html
import { expect, it } from 'vitest';
import { givenTrigger, mapping } from './givenTrigger.ts';
import { inOrder, takes } from './records.ts';

it.each([
  ['{"value":["on"]}', ['on'], ['off', 'on ']],
  ['{"value":[{"prefix":"ERROR"}]}', ['ERROR: no'], ['INFO: ERROR']],
])('filters plain strings: %s', (pattern, taken, leftOut) => {
  expect([...taken, ...leftOut].filter((value) => takes([pattern], value))).toEqual(taken);
});

it('takes a record that matches one of several filters', () => {
  const patterns = ['{"value":{"a":["1"]}}', '{"value":{"b":["2"]}}'];
  expect(['{"a":"1"}', '{"b":"2"}', '{"a":"2"}'].map((value) => takes(patterns, value))).toEqual([true, true, false]);
});

const onJson = '{"value":{"a":["1"]}}';
const onText = '{"value":["on"]}';
const mismatches: [string, string, string | Uint8Array | null][] = [
  ['plain text with a JSON pattern', onJson, 'on'],
  ['JSON with a plain pattern', onText, '{"a":"1"}'],
  ['bytes that are not UTF-8', onJson, Buffer.from([0xff, 0x00])],
  ['a tombstone', onJson, null],
];

it.each(mismatches)('lets a value pass that is not of the kind the pattern is for: %s', (_, pattern, value) => {
  expect(takes([pattern], value, 'pass')).toBe(true);
});

it.each(mismatches)('leaves such a value out with the knob filterMismatch drop: %s', (_, pattern, value) => {
  expect(takes([pattern], value, 'drop')).toBe(false);
});

it.each([
  ['{"key":["a"]}', 'Kafka mappings filter on "value" only, not on "key"'],
  ['{"$or":[{"value":["a"]},{"headers":["a"]}]}', 'Kafka mappings filter on "value" only, not on "headers"'],
  ['{"value":', 'Unexpected end of JSON input'],
  ['["value"]', 'expected an object of fields'],
  ['{"value":{}}', 'a pattern without fields'],
  ['{"value":[]}', 'value has no rules'],
  ['{"value":"on"}', 'expected an object of fields'],
  ['{"value":[{"wildcard":"a*"}]}', '["wildcard"] is no operator'],
  ['{"value":[{"prefix":1}]}', 'prefix takes a string'],
  ['{"value":[{"exists":"yes"}]}', 'exists takes true or false'],
  ['{"value":[{"anything-but":[]}]}', 'anything-but takes a string, a number, or a list of them'],
  ['{"value":[{"numeric":["=","1"]}]}', 'numeric takes =, <, <=, > or >=, each with a number'],
  ['{"value":[{"numeric":[">",1,"<"]}]}', 'numeric takes one or two comparisons'],
  ['{"value":{"$or":[{"a":["1"]}]}}', '$or takes a list of two patterns or more'],
])('refuses a pattern that AWS does not document: %s', (pattern, sentence) => {
  expect(() => mapping({ FilterCriteria: { Filters: [{ Pattern: pattern }] } })).toThrow(sentence);
});

it('invokes with what matches, and commits what does not', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('{"a":"2"}', '{"a":"1"}', '{"a":"2"}', '{"a":"1"}', '{"a":"2"}'));
  const trigger = start(mapping({ BatchSize: 2, FilterCriteria: { Filters: [{ Pattern: onJson }] } }));
  const invocation = await nextInvocation();
  expect(invocation.places).toEqual(['orders-0@1', 'orders-0@3']);
  invocation.succeed();
  await expect.poll(() => broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 5 }]);
  await trigger.stop();
});

it('commits a partition on which nothing matches, without an invocation', async () => {
  const { broker, start, waiting } = await givenTrigger();
  await broker.publish(inOrder('{"a":"2"}', '{"a":"3"}'));
  start(mapping({ FilterCriteria: { Filters: [{ Pattern: onJson }] } }));
  await expect.poll(() => broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 2 }]);
  expect(waiting).toEqual([]);
});
