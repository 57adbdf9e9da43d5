/**
 * The rule for usernames: a name as people write names, which nobody can mistake for another one, for a link, or for
 * something else than it is. The base is UTS 39's profile for identifiers.
 */
import tlds from 'tlds' with { type: 'json' };
import { isOfOneWriting } from '../../lib/text/scripts.ts';
import { skeleton } from '../../lib/text/skeleton.ts';

/** The form in which a name is kept: compatibility variants (`ｊａｎｅ`, `ﬁ`) as the characters that they stand for. */
export function usernameForm(name: string): string {
  return name.normalize('NFKC');
}

/** Control, format and bidirectional characters, and what is not seen though it is a letter or a mark. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u;
/** Letters with their marks and digits; single blanks and signs join them. */
const WRITTEN = /^[\p{L}\p{Nd}][\p{L}\p{Mn}\p{Mc}\p{Nd}]*(?:[ ._'’·・-][\p{L}\p{Nd}][\p{L}\p{Mn}\p{Mc}\p{Nd}]*)*$/u;
/** Letters of phonetics that are taken for punctuation: clicks, modifiers other than Hawaiian's okina and those of Japanese. */
const TECHNICAL = /[ǀ-ǃ]|(?![ʻー々ゝゞヽヾ])\p{Lm}/u;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/u;
/** UTS 39 §5.4. */
const HEAPED_MARKS = /\p{Mn}{5}/u;

/** Why it can't be a name; undefined: it can. */
export function flawOfUsername(name: string): string | undefined {
  if (UNSEEN.test(name)) return 'expected no control, invisible or direction-changing characters';
  if (!WRITTEN.test(name) || TECHNICAL.test(name) || HEAPED_MARKS.test(name)) {
    return "expected letters and digits, joined by single blanks or one of . _ - ' ’ · ・";
  }
  if (!isOfOneWriting(name)) return 'expected characters of one script, or of scripts that are written together';
  if (/[0-9]/.test(name) && OTHER_DIGIT.test(name)) return 'expected digits of one script';
  if (isLink(name)) return 'expected a name, not a link';
  return undefined;
}

/**
 * The looks of a name, whatever is done with capitals: as it is written (`PaypaI` is `Paypal`), and in small letters
 * (`BILL` is `bill`). Names that share one are confusable.
 */
export function looksOf(name: string): string[] {
  const form = usernameForm(name);
  return [...new Set([skeleton(form), skeleton(form.toLowerCase())].map((look) => look.toLowerCase()))];
}

/** Names that RFC 2606 and RFC 6761 keep for special use end links, too. */
const ends = new Set([...tlds, 'example', 'invalid', 'local', 'localhost', 'onion', 'test']);

/** A dot before a top-level domain is what mail programs make a link of; `jane.doe` is none. */
function isLink(name: string): boolean {
  const [first = '', ...labels] = name.toLowerCase().split('.');
  return (
    (labels.length > 0 && first === 'www') || labels.some((label) => ends.has(/^[\p{L}\p{M}]*/u.exec(label)?.[0] ?? ''))
  );
}
