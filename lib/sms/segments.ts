/**
 * Segments of an SMS, each of which is paid for: 3GPP TS 23.038, and
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-character.html
 */

/** The default alphabet of GSM 7 bit. Its escape, 0x1B, stands for no character. */
const BASIC = `@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà`;
/** The extension table: each takes two septets, which no segment may part. */
const EXTENDED = '\f^{}\\[~]|€';

const septets = new Map([
  ...[...BASIC].map((character) => [character, 1] as const),
  ...[...EXTENDED].map((character) => [character, 2] as const),
]);

/** Typographic signs that GSM-7 lacks, and the plain ones that say the same. */
const PLAIN: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00a0': ' ',
};

/** One curly apostrophe would make a text of 160 characters three segments. */
export function plainSigns(text: string): string {
  return text.replace(/[‘’“”–—…\u00a0]/g, (sign) => PLAIN[sign] ?? sign);
}

/** Septets, or UTF-16 units. A message of several segments has a header in each. */
const sizes = { 'GSM-7': { alone: 160, several: 153 }, 'UCS-2': { alone: 70, several: 67 } } as const;

export interface Segments {
  encoding: keyof typeof sizes;
  count: number;
}

/** One character outside GSM-7 makes the whole text UCS-2. The national tables are not used. An empty text is one segment. */
export function segmentsOf(text: string): Segments {
  const characters = [...text];
  const encoding = characters.every((character) => septets.has(character)) ? 'GSM-7' : 'UCS-2';
  const lengths = characters.map(
    (character) => (encoding === 'GSM-7' ? septets.get(character) : 0) || character.length,
  );
  const { alone, several } = sizes[encoding];
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return { encoding, count: total <= alone ? 1 : segmentsFilled(lengths, several) };
}

/** Characters that would be parted go to the next segment whole. */
function segmentsFilled(lengths: readonly number[], size: number): number {
  let count = 1;
  let filled = 0;
  for (const length of lengths) {
    if (filled + length > size) {
      count += 1;
      filled = 0;
    }
    filled += length;
  }
  return count;
}
