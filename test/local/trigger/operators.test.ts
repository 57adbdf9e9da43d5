// The comparison operators of filters: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
import { expect, it } from 'vitest';
import { takes } from './records.ts';

/** Operator, pattern on the value, values it takes, values it leaves out. */
const operators: [string, string, string[], string[]][] = [
  [
    'equals',
    '{"name":["Alice"]}',
    ['{"name":"Alice"}', '{"name":"Alice","age":3}'],
    ['{"name":"alice"}', '{"name":"Al"}', '{}'],
  ],
  ['null', '{"id":[null]}', ['{"id":null}'], ['{"id":"null"}', '{"id":0}', '{}']],
  ['empty', '{"name":[""]}', ['{"name":""}'], ['{"name":" "}', '{"name":null}', '{}']],
  ['booleans', '{"paid":[true]}', ['{"paid":true}'], ['{"paid":false}', '{"paid":"true"}']],
  [
    'equals, ignoring case',
    '{"name":[{"equals-ignore-case":"alice"}]}',
    ['{"name":"ALICE"}', '{"name":"alice"}'],
    ['{"name":"alic"}'],
  ],
  ['or, in a list', '{"type":["Credit","Debit"]}', ['{"type":"Credit"}', '{"type":"Debit"}'], ['{"type":"Cash"}']],
  [
    'and, over fields',
    '{"city":["Rome"],"day":["Monday"]}',
    ['{"city":"Rome","day":"Monday"}'],
    ['{"city":"Rome"}', '{"city":"Rome","day":"Friday"}'],
  ],
  [
    'or, over fields',
    '{"$or":[{"city":["Rome"]},{"day":["Monday"]}],"open":[true]}',
    ['{"city":"Rome","open":true}', '{"day":"Monday","open":true}'],
    ['{"city":"Rome"}', '{"city":"Oslo","day":"Friday","open":true}'],
  ],
  [
    'not',
    '{"sky":[{"anything-but":["Rain","Snow"]}]}',
    ['{"sky":"Sun"}', '{"sky":null}'],
    ['{"sky":"Rain"}', '{"sky":"Snow"}', '{}'],
  ],
  ['not, of numbers', '{"code":[{"anything-but":[404]}]}', ['{"code":200}', '{"code":"404"}'], ['{"code":404}']],
  [
    'numeric equals',
    '{"price":[{"numeric":["=",100]}]}',
    ['{"price":100}', '{"price":100.0}', '{"price":1e2}'],
    ['{"price":"100"}', '{"price":99}'],
  ],
  [
    'numeric range',
    '{"price":[{"numeric":[">",10,"<=",20]}]}',
    ['{"price":10.01}', '{"price":20}'],
    ['{"price":10}', '{"price":21}', '{}'],
  ],
  ['exists', '{"name":[{"exists":true}]}', ['{"name":"x"}', '{"name":null}'], ['{}', '{"name":{"first":"x"}}']],
  [
    'does not exist',
    '{"name":[{"exists":false}]}',
    ['{}', '{"name":{"first":"x"}}'],
    ['{"name":"x"}', '{"name":null}'],
  ],
  ['begins with', '{"region":[{"prefix":"us-"}]}', ['{"region":"us-east-1"}'], ['{"region":"eu-us-"}', '{"region":7}']],
  ['ends with', '{"file":[{"suffix":".png"}]}', ['{"file":"a.png"}'], ['{"file":"a.png.zip"}']],
  [
    'nested fields',
    '{"session":{"user":{"id":["7"]}}}',
    ['{"session":{"user":{"id":"7"}}}'],
    ['{"session":{"id":"7"}}', '{"session":"7"}'],
  ],
  [
    'lists in the value, one element of which is enough',
    '{"tags":["b"]}',
    ['{"tags":["a","b"]}'],
    ['{"tags":["a"]}', '{"tags":[]}'],
  ],
  ['objects in lists', '{"lines":{"sku":["7"]}}', ['{"lines":[{"sku":"1"},{"sku":"7"}]}'], ['{"lines":[{"sku":"1"}]}']],
];

it.each(operators)('filters JSON by each documented operator: %s', (_, pattern, taken, leftOut) => {
  const text = `{"value":${pattern}}`;
  expect([...taken, ...leftOut].filter((value) => takes([text], value))).toEqual(taken);
});

it('compares numbers as they are written: 300, 300.0 and 3.0e2 are not equal', () => {
  const pattern = '{"value":{"price":[300]}}';
  expect([300, '300.0', '3.0e2'].map((price) => takes([pattern], `{"price":${price}}`))).toEqual([true, false, false]);
});
