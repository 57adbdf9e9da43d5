/** Shows the shape of a text without giving anybody away: letters as `a`, digits as `9`, and of a long text the beginning only. */
import { cutText } from '../text/shown.ts';

/** The shape in JSON's quotes, for a message: `"aaa@aaaaaaa"… (28 characters)`. */
export function shapeOf(text: string, longest = 12): string {
  const shape = cutText(text, longest)
    .replace(/[\p{L}\p{M}]/gu, 'a')
    .replace(/\p{N}/gu, '9');
  return JSON.stringify(shape) + (text.length > longest ? `… (${text.length} characters)` : '');
}
