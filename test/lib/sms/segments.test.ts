import { describe, expect, it } from 'vitest';
import { plainSigns, segmentsOf } from '../../../lib/sms/segments.ts';

describe('an SMS', () => {
  it.each([
    ['no text', '', 'GSM-7', 1],
    ['160 letters', 'a'.repeat(160), 'GSM-7', 1],
    ['161 letters', 'a'.repeat(161), 'GSM-7', 2],
    ['twice 153 letters', 'a'.repeat(306), 'GSM-7', 2],
    ['one more', 'a'.repeat(307), 'GSM-7', 3],
    ['three segments to the last place', 'a'.repeat(459), 'GSM-7', 3],
    ['one more than that', 'a'.repeat(460), 'GSM-7', 4],
    ['Greek capitals, umlauts and a line break, which GSM-7 has', 'ΔΦΓΛΩΠΨΣΘΞ äöüßÄÖÜ\n@£$¥¿¡§', 'GSM-7', 1],
    ['80 euro signs, two septets each', '€'.repeat(80), 'GSM-7', 1],
    ['81 euro signs', '€'.repeat(81), 'GSM-7', 2],
    [
      '152 letters and a euro sign that the first segment has no room for',
      `${'a'.repeat(152)}€${'a'.repeat(152)}`,
      'GSM-7',
      3,
    ],
    ['151 letters and a euro sign that it has room for', `${'a'.repeat(151)}€${'a'.repeat(153)}`, 'GSM-7', 2],
    ['every sign of the extension table', '\f^{}\\[~]|€', 'GSM-7', 1],
    ['70 Chinese characters', '您'.repeat(70), 'UCS-2', 1],
    ['71 Chinese characters', '您'.repeat(71), 'UCS-2', 2],
    ['134 Chinese characters', '您'.repeat(134), 'UCS-2', 2],
    ['135 Chinese characters', '您'.repeat(135), 'UCS-2', 3],
    ['one character outside GSM-7 among 70', `ł${'a'.repeat(70)}`, 'UCS-2', 2],
    ['a lower-case cedilla, which GSM-7 lacks', 'ç', 'UCS-2', 1],
    ['a tab, which GSM-7 lacks', '\t', 'UCS-2', 1],
    ['35 emoji, two units each', '🎉'.repeat(35), 'UCS-2', 1],
    ['66 emoji: 33 in a segment, for none is parted', '🎉'.repeat(66), 'UCS-2', 2],
    ['67 emoji', '🎉'.repeat(67), 'UCS-2', 3],
    ['half a surrogate pair', '\ud83c', 'UCS-2', 1],
  ])('of %s', (_, text, encoding, count) => {
    expect(segmentsOf(text)).toEqual({ encoding, count });
  });

  it('of typographic signs is written with plain ones, and of nothing else', () => {
    expect(plainSigns('It’s “done” – now…\u00a0→ ‘ok’ — 您 é')).toBe("It's \"done\" - now... → 'ok' - 您 é");
  });
});
