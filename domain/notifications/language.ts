/** The languages that we write to people in. */
export type Language = 'en' | 'zh-CN';

/** Simplified Chinese under any of its names; `zh-TW` and the like are written otherwise, and not by us. */
const SIMPLIFIED = /^zh([-_](hans|cn|sg)([-_].*)?)?$/i;

/** English for whoever reads neither, or has not said. */
export function languageOf(locale: string | undefined): Language {
  return locale !== undefined && SIMPLIFIED.test(locale) ? 'zh-CN' : 'en';
}
