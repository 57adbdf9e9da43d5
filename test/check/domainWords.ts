// lib knows no domain: what it needs of one is passed in, so nothing in it names the domain's things, in code or in comments.
import { type Finding, lineAt, type Source } from './sources.ts';

/** Things of the domain, in small letters; `order` itself is a word of every queue, and Kafka's client has an `admin`. */
const THINGS = new Set(
  'merchant merchants payment payments refund refunds user users orders card cards trx saga sagas ledger fraud'.split(
    ' ',
  ),
);

/** Phrases in which such a word means something else. */
const OTHERWISE = [
  /user-?agent/gi, // the HTTP header
  /end ?user ?messaging/gi, // the service of AWS
  /'dead-letter'/g, // the outcome of a record
];

/** `names` are those of topics, events and roles. */
export function findDomainWords(sources: readonly Source[], names: readonly string[]): Finding[] {
  const known = new Set(names);
  return sources
    .filter(({ path }) => path.startsWith('lib/'))
    .flatMap(({ path, text }) => {
      const left = OTHERWISE.reduce((rest, phrase) => rest.replace(phrase, (found) => ' '.repeat(found.length)), text);
      return [...foundNames(left, known), ...foundThings(left)].map(({ came, index }) => ({
        path,
        line: lineAt(text, index),
        expected: 'no word of a domain: let events/, domain/ or functions/ pass it in (or take a neutral example)',
        came,
      }));
    });
}

/** `'payment.success'`, `order-events`: texts and spans of code that are such a name. */
function foundNames(text: string, names: ReadonlySet<string>) {
  return [...text.matchAll(/['"`]([\w.-]+)['"`]/g)]
    .filter(([, name = '']) => names.has(name))
    .map(({ index, 1: came = '' }) => ({ came, index }));
}

/** `merchantId`, `user_id` and `"a merchant"`: names are cut into their words. */
function foundThings(text: string) {
  return [...text.matchAll(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g)]
    .filter(([word]) => THINGS.has(word.toLowerCase()))
    .map(({ index, 0: came }) => ({ came, index }));
}
