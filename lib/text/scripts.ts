/**
 * The scripts in which names are written today, and which of them go together: UTS 39's "highly restrictive" level
 * (https://www.unicode.org/reports/tr39/#Restriction_Level_Detection) over the recommended scripts of UAX 31, table 5.
 * Characters that several scripts share, such as digits, go with each of them.
 */
const shared = String.raw`\p{scx=Common}\p{scx=Inherited}`;

const alone = [
  'Latin Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hebrew Kannada Khmer Lao',
  'Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan',
];
const together = ['Latin Han Hiragana Katakana', 'Latin Han Bopomofo', 'Latin Han Hangul'];

const allowed = [...alone.join(' ').split(' '), ...together].map((scripts) => {
  const properties = scripts.split(' ').map((script) => String.raw`\p{scx=${script}}`);
  return new RegExp(`^[${properties.join('')}${shared}]*$`, 'u');
});

/** Whether its characters are of one script, or of scripts that are written together. */
export function isOfOneWriting(text: string): boolean {
  return allowed.some((one) => one.test(text));
}
