import { expect, it } from 'vitest';
import { parseJsonText } from '../../local/jsonText.ts';

it.each([
  ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3: expected JSON, came "b": 2'],
  ['{"a": }', 'line 1, column 7: expected JSON, came }'],
  ['{"a": 1,}', 'line 1, column 9: expected JSON, came }'],
  ["{'a': 1}", "line 1, column 2: expected JSON, came 'a': 1}"],
  ['[1, 2] 3', 'line 1, column 8: expected JSON, came 3'],
  ['[1,\n', 'line 2, column 1: expected more JSON, came the end of the text'],
  ['{"a": "b', 'line 1, column 9: expected more JSON, came the end of the text'],
  ['', 'line 1, column 1: expected more JSON, came the end of the text'],
  ['nothing', 'line 1, column 2: expected JSON, came othing'],
  ['"a\nb"', 'line 1, column 3: expected JSON, came the end of the line'],
])('says where %j stops being JSON', (text, message) => {
  expect(() => parseJsonText(text)).toThrow(message);
});

it('rounds no integer', () => {
  const text = '{"id":12345678901234567890,"small":-5,"part":0.1}';
  expect(JSON.stringify(parseJsonText(text))).toBe(text);
});

it('takes a byte order mark, as editors leave it', () => {
  expect(parseJsonText('\uFEFF{"a":1}')).toEqual({ a: 1 });
});
