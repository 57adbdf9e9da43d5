// Finds regular expressions that are slow: they run over text that strangers chose, so each must be done in time linear in its length.
import { parseSync, Visitor } from 'oxc-parser';
import { check } from 'recheck';
import { type Finding, lineAt, type Source } from './sources.ts';

export interface Expression {
  path: string;
  line: number;
  pattern: string;
  flags: string;
}

/** Tests look at texts of their own. */
const OF_TESTS = /^(test|bench)\//;

/** The checker gives up on none of ours; one that it can't judge in this time is taken for a bad one. */
const LIMIT_MS = 60_000;

/** Every expression that is written as a literal, outside of tests. */
export function expressionsIn(sources: readonly Source[]): Expression[] {
  return sources.flatMap(({ path, text }) => {
    if (OF_TESTS.test(path)) return [];
    const found: Expression[] = [];
    new Visitor({
      Literal: (node) => {
        if (!('regex' in node)) return;
        found.push({ path, line: lineAt(text, node.start), ...node.regex });
      },
    }).visit(parseSync(path, text).program);
    return found;
  });
}

/** Those that some text keeps busy for longer than in proportion to its length, each with the place that does it. */
export async function findSlowExpressions(expressions: readonly Expression[]): Promise<Finding[]> {
  const same = Map.groupBy(expressions, ({ pattern, flags }) => `/${pattern}/${flags}`);
  const findings: Finding[] = [];
  for (const [written, [first]] of same) {
    if (!first) continue;
    const came = await slowness(first);
    if (came === undefined) continue;
    findings.push({ path: first.path, line: first.line, expected: `linear time from ${written}`, came });
  }
  return findings;
}

async function slowness({ pattern, flags }: Expression): Promise<string | undefined> {
  const verdict = await check(pattern, flags, { timeout: LIMIT_MS });
  if (verdict.status === 'safe') return undefined;
  if (verdict.status === 'unknown') return `no verdict: ${verdict.error.kind}`;
  return `${verdict.complexity.summary}, as for ${verdict.attack.pattern}`;
}
