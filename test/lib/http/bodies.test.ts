/** Bodies are JSON in UTF-8: nothing else is taken, and nothing is stored damaged. */
import { expect, test } from 'vitest';
import { eventOf, givenThings } from './givenThings.ts';

/** Puts bodies of one test; answers status, and the body as it was read or the problem's code. */
async function givenPut() {
  const ask = await givenThings();
  return async (body: string | Buffer, type: string | undefined, headers: Record<string, string> = {}) => {
    const sent = typeof body === 'string' ? { body } : { body: body.toString('base64'), isBase64Encoded: true };
    const event = eventOf('POST /v1/things/{id}', '/v1/things/7', {
      pathParameters: { id: '7' },
      headers: { ...(type !== undefined && { 'content-type': type }), ...headers },
      ...sent,
    });
    const { status, told } = await ask(event);
    return [status, told['code'] ?? told['body']];
  };
}

const word = { word: 'café' };
const text = '{"word":"café"}';

test.each([
  'application/json',
  'application/json ; charset=utf-8',
  'application/json; charset="UTF-8"',
  'Application/JSON;charset=utf8',
  'application/json; profile="x;charset=latin1"',
  'application/merge-patch+json',
])('a body declared as %s is read, as text, as bytes, and with a byte order mark', async (type) => {
  const put = await givenPut();
  for (const body of [text, `\ufeff${text}`, Buffer.from(text), Buffer.from(`\ufeff${text}`)]) {
    expect(await put(body, type)).toEqual([200, word]);
  }
});

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=iso-8859-1',
  'application/json; charset=utf-16',
  'application/json; charset=us-ascii',
  'application/json,application/json',
  'application/jsonp',
  'json',
  '',
  undefined,
])('a body declared as %s is refused', async (type) => {
  const put = await givenPut();
  expect(await put(text, type)).toEqual([415, 'NOT_JSON']);
  expect(await put(Buffer.from(text), type)).toEqual([415, 'NOT_JSON']);
});

test.each([
  ['Latin-1', Buffer.from(text, 'latin1')],
  ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['half a character', Buffer.from(text).subarray(0, -3)],
  ['an encoded surrogate', Buffer.from([...Buffer.from('{"word":"'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')])],
  ['overlong', Buffer.from([...Buffer.from('{"word":"'), 0xc0, 0xaf, ...Buffer.from('"}')])],
])('a body whose bytes are no UTF-8 is refused: %s', async (_what, bytes) => {
  const put = await givenPut();
  expect(await put(bytes, 'application/json')).toEqual([400, 'MALFORMED_BODY']);
});

test('a body that a gateway damaged while it made text of it is refused; one that holds U+FFFD by itself is not', async () => {
  const put = await givenPut();
  const sent = Buffer.from(text, 'latin1');
  const length = { 'content-length': String(sent.length) };
  expect(await put(sent.toString('utf8'), 'application/json', length)).toEqual([400, 'MALFORMED_BODY']);
  const own = '{"word":"\ufffd"}';
  const ownLength = { 'content-length': String(Buffer.byteLength(own)) };
  expect(await put(own, 'application/json', ownLength)).toEqual([200, { word: '\ufffd' }]);
  expect(await put('{"word":"\\ufffd"}', 'application/json')).toEqual([200, { word: '\ufffd' }]);
});

test('a body is as long as its bytes, not as the base64 that carries them', async () => {
  const put = await givenPut();
  const bytes = (length: number) => Buffer.from(JSON.stringify({ a: 'x'.repeat(length - 8) }));
  expect((await put(bytes(1_000_000), 'application/json'))[0]).toBe(200);
  expect(await put(bytes(1_000_001), 'application/json')).toEqual([413, 'TOO_LARGE']);
});
