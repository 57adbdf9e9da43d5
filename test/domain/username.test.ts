import { describe, expect, test } from 'vitest';
import { flawOfUsername, looksOf, usernameForm } from '../../domain/users/username.ts';

const isName = (written: string) => flawOfUsername(usernameForm(written)) === undefined;

describe('a user may be called', () => {
  test.each([
    'jane',
    'Jane Doe',
    'Zoë',
    "O'Neil",
    'O’Neil',
    'jane.doe',
    'j.r.r.tolkien',
    'Jean-Luc_7',
    'Ștefan Țepeș',
    'Nguyễn Thị Hà',
    'Kaʻiulani',
    'Łukasz',
    'Σωκράτης',
    'Владимир',
    'Ґалаґан',
    '李小龙',
    'さくら',
    'スーパーマン',
    'ジョン・スミス',
    'Tomの猫',
    '김철수',
    'محمد علي',
    'שלום',
    'राहुल',
    'สมชาย',
    'ქეთევან',
    'user1234567890',
    'ｊａｎｅ',
    'x'.repeat(64),
  ])('%s', (written) => {
    expect(flawOfUsername(usernameForm(written))).toBeUndefined();
  });
});

describe('a user may not be called', () => {
  test.each([
    ['a control character', 'ja\u0007ne', 'expected no control'],
    ['a line break', 'ja\nne', 'expected no control'],
    ['NUL', 'ja\0ne', 'expected no control'],
    ['a zero-width space', 'ja\u200bne', 'expected no control'],
    ['a zero-width joiner', 'ja\u200dne', 'expected no control'],
    ['a soft hyphen', 'ja\u00adne', 'expected no control'],
    ['a byte order mark', 'ja\ufeffne', 'expected no control'],
    ['a right-to-left override', 'ja\u202ene', 'expected no control'],
    ['an isolate', '\u2067jane\u2069', 'expected no control'],
    ['an Arabic letter mark', 'ja\u061cne', 'expected no control'],
    ['a Hangul filler', 'ja\u3164ne', 'expected no control'],
    ['a half-width Hangul filler', 'ja\uffa0ne', 'expected no control'],
    ['a variation selector', 'jane\ufe0f', 'expected no control'],
    ['a tag character', 'jane\u{e0041}', 'expected no control'],
    ['a grapheme joiner', 'ja\u034fne', 'expected no control'],
    ['a line separator', 'ja\u2028ne', 'expected no control'],
    ['a Braille blank', 'ja\u2800ne', 'expected letters'],
    ['a private character', 'ja\ue000ne', 'expected letters'],
    ['half a character', 'jane\ud83d', 'expected letters'],
    ['an emoji', 'jane🎉', 'expected letters'],
    ['markup', '<b>jane</b>', 'expected letters'],
    ['an address', 'jane@example', 'expected letters'],
    ['a path', 'jane/doe', 'expected letters'],
    ['two blanks', 'jane  doe', 'expected letters'],
    ['two signs', 'jane._doe', 'expected letters'],
    ['a sign at the end', 'jane.', 'expected letters'],
    ['a sign at the beginning', '-jane', 'expected letters'],
    ['a mark that stands on nothing', '\u0301jane', 'expected letters'],
    ['an enclosing mark', 'jane\u20dd', 'expected letters'],
    ['heaped marks', `j${'\u0301\u0302\u0303\u0304\u0305'}ane`, 'expected letters'],
    ['a click that looks like an exclamation mark', 'janeǃ', 'expected letters'],
    ['a modifier that looks like an apostrophe', 'janeˈs', 'expected letters'],
    ['a fraction', 'jane½½', 'expected letters'],
    ['a Cyrillic а among Latin letters', 'p\u0430ypal', 'expected characters of one script'],
    ['a Greek ο among Latin letters', 'g\u03bfogle', 'expected characters of one script'],
    ['Latin among Cyrillic letters', 'Владиmир', 'expected characters of one script'],
    ['Hangul among kana', 'さ김くら', 'expected characters of one script'],
    ['a script that nobody writes today', '𐌰𐌱𐌲', 'expected characters of one script'],
    ['Cherokee, which looks like Latin', 'ᏢᎪᎥᎢ', 'expected characters of one script'],
    ['digits of two scripts', 'राम१2', 'expected digits of one script'],
    ['a link', 'evil.com', 'a link'],
    ['a link with a full-width dot', 'evil．com', 'a link'],
    ['a link in full width', 'ｅｖｉｌ．ｃｏｍ', 'a link'],
    ['a link in capitals', 'EVIL.COM', 'a link'],
    ['a link in a sentence', 'win at evil.example now', 'a link'],
    ['a link with something behind', 'bit.ly-win', 'a link'],
    ['a link of other letters', 'злой.рф', 'a link'],
    ['the beginning of one', 'www.evil', 'a link'],
    ['a scheme', 'https://evil', 'expected letters'],
    ['a link that is another name’s end', 'pay.pal.io', 'a link'],
  ])('by %s', (_, written, why) => {
    expect(flawOfUsername(usernameForm(written))).toContain(why);
  });
});

describe('names look alike', () => {
  test.each([
    ['Paypal', 'PaypaI'],
    ['paypal', 'PaypaI'],
    ['paypal', 'PAYPAL'],
    ['paypal', 'paypa1'],
    ['bill', 'BILL'],
    ['google', 'g00gle'],
    ['scope', 'ѕсоре'],
    ['PACE', 'РАСЕ'],
    ['modern', 'modem'],
    ['jane', 'ｊａｎｅ'],
    ["o'neil", 'o’neil'],
    ['Zoe\u0308', 'Zoë'],
  ])('%s and %s', (one, other) => {
    expect(looksOf(one).filter((look) => looksOf(other).includes(look))).not.toEqual([]);
  });

  test.each([
    ['jane', 'joan'],
    ['user1', 'user2'],
    ['zoe', 'zoë'],
    ['bill', 'bell'],
    ['jane doe', 'janedoe'],
    ['李小龙', '李小虎'],
  ])('but not %s and %s', (one, other) => {
    expect(looksOf(one).filter((look) => looksOf(other).includes(look))).toEqual([]);
  });
});

test('a megabyte of whatever is judged at once', () => {
  const started = performance.now();
  for (const text of ['a'.repeat(1e6), 'a.'.repeat(5e5), 'a '.repeat(5e5), 'a\u0301'.repeat(5e5)]) isName(text);
  expect(performance.now() - started).toBeLessThan(2_000);
});
