/** A text for an occasion, in every language of ours, made of checked parameters. */
import * as z from 'zod';
import { cutText } from '../../lib/text/shown.ts';
import type { Text } from './frame.ts';
import type { Language } from './language.ts';

export interface Template<Params = unknown> {
  /** Goes up when the text says something else, so that a mail sent by the old one is no repeat of it. */
  version: number;
  /** Tolerant, for others ask for it as well. */
  params: z.ZodType<Params>;
  write(params: Params, language: Language): Text;
}

export function template<Params>(shape: {
  version: number;
  params: z.ZodType<Params>;
  texts: { readonly [L in Language]: (params: Params) => Text };
}): Template<Params> {
  const { version, params, texts } = shape;
  return { version, params, write: (given, language) => texts[language](given) };
}

/** A word such as other systems have for a status; what is none is left out of the text. */
export const code = z
  .string()
  .nullish()
  .transform((text) => (text && /^[a-z][\w-]{0,31}$/i.test(text) ? text : undefined));

const LONGEST_TEXT = 500;

/** Text that a stranger may have written, made fit to show: one line, bounded, without invisible characters or ones that reverse the line. */
export const foreignText = z
  .string()
  .nullish()
  .transform((text) => cutText((text ?? '').replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim(), LONGEST_TEXT) || undefined);

/** When it happened, RFC 3339 with any offset. What can't be read as a time is left out of the text. */
export const time = z
  .string()
  .optional()
  .catch(undefined)
  .transform((at) => (at === undefined || Number.isNaN(Date.parse(at)) ? undefined : utcMinute(Date.parse(at))));

/** To stand behind what happened then; nothing where that is not known. */
export function inBrackets(at: string | undefined, language: Language): string {
  if (at === undefined) return '';
  return language === 'zh-CN' ? `（${at}）` : ` (${at})`;
}

/** `2026-11-21 08:00 UTC`: the same to everyone, wherever they are and however they write dates. */
function utcMinute(ms: number): string {
  const [day, clock = ''] = new Date(ms).toISOString().split('T');
  return `${day} ${clock.slice(0, 5)} UTC`;
}
