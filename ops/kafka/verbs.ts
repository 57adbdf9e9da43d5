/** Commands of several verbs on one Kafka: the first argument is the verb, and each is told where it works. */
import { UsageError } from '../../local/usageError.ts';
import type { KafkaValues } from './options.ts';
import { type Target, targetOf, withStage } from './target.ts';

export interface KafkaAsked<Values extends KafkaValues> {
  target: Target;
  print(text: string): void;
  values: Values;
}

type Verb<Values extends KafkaValues> = (names: readonly string[], asked: KafkaAsked<Values>) => Promise<number>;

/** UsageError for a verb that is none, and what the target says. */
export async function runVerb<Values extends KafkaValues>(
  command: string,
  verbs: Readonly<Record<string, Verb<Values>>>,
  [verb = '', ...names]: readonly string[],
  { values, print }: Pick<KafkaAsked<Values>, 'values' | 'print'>,
): Promise<number> {
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (!run) {
    const known = Object.keys(verbs).join(', ');
    throw new UsageError(`Expected ${known}, came ${verb || 'nothing'}. See npm run ops -- ${command} --help.`);
  }
  const asked = await withStage(values);
  return await run(names, { values: asked, target: targetOf(asked), print });
}
