/** The skeleton of a text, which stands for its looks: texts with one skeleton are confusable (UTS 39 §4, https://www.unicode.org/reports/tr39/#Confusable_Detection). */
import { CONFUSABLES } from './confusables.ts';

let prototypes: ReadonlyMap<string, string> | undefined;

/** For comparing only: it is no text that anybody would read. */
export function skeleton(text: string): string {
  prototypes ??= readPrototypes();
  const shown = Array.from(text.normalize('NFD'), (character) => prototypes?.get(character) ?? character);
  return shown.join('').normalize('NFD');
}

function readPrototypes(): ReadonlyMap<string, string> {
  const groups = CONFUSABLES.trim().split(/\s/);
  return new Map(
    groups.flatMap((group) => {
      const [prototype = '', sources = ''] = group.split(':');
      return sources.split(',').map((source): [string, string] => [fromHex(source), fromHex(prototype)]);
    }),
  );
}

function fromHex(codes: string): string {
  return String.fromCodePoint(...codes.split('+').map((code) => Number.parseInt(code, 16)));
}
