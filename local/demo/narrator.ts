/** Tells the demo's story line by line, with times, in colour on a terminal. */
import { styleText } from 'node:util';

export interface Narrator {
  chapter(title: string): void;
  say(text: string): void;
  /** An effect that was expected and seen. */
  seen(text: string): void;
  fail(text: string): void;
  /** The closing line; true when nothing failed and something was seen. */
  end(): boolean;
}

export function createNarrator(out: NodeJS.WriteStream): Narrator {
  const startedMs = performance.now();
  let seen = 0;
  let failed = 0;
  const paint = (style: Parameters<typeof styleText>[0], text: string) => styleText(style, text, { stream: out });
  const line = (text: string) => {
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(2).padStart(6);
    out.write(`${paint('dim', `${seconds} s`)}  ${text}\n`);
  };
  return {
    chapter: (title) => void out.write(`\n${' '.repeat(12)}${paint('bold', title)}\n`),
    say: (text) => line(`  ${text}`),
    seen: (text) => {
      seen += 1;
      line(`${paint('green', '✓')} ${text}`);
    },
    fail: (text) => {
      failed += 1;
      line(`${paint('red', '✗')} ${text}`);
    },
    end: () => {
      line(
        failed === 0 ? paint('green', `All ${seen} expected effects were seen.`) : paint('red', `${failed} failed.`),
      );
      return failed === 0 && seen > 0;
    },
  };
}
