/** Shows the shape of a text without giving anybody away: letters as `a`, digits as `9`, and of a long text the beginning only. */
import { cutText } from '../text/shown.ts';

const MASKED = 'masked: letters as a, digits as 9';

/** The shape in JSON's quotes, for a message: `"aaa@aaaaaaa"… (28 characters; masked: letters as a, digits as 9)`. */
export function shapeOf(text: string, longest = 12): string {
  const shape = cutText(text, longest)
    .replace(/[\p{L}\p{M}]/gu, 'a')
    .replace(/\p{N}/gu, '9');
  const isCut = text.length > longest;
  const told = [isCut ? `${text.length} characters` : '', shape === text ? '' : MASKED].filter((part) => part !== '');
  return JSON.stringify(shape) + (isCut ? '…' : '') + (told.length > 0 ? ` (${told.join('; ')})` : '');
}
