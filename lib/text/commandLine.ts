/** The arguments of a command: parsed by Node, refused in one sentence. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { didYouMean } from './closest.ts';

/** Throws the error that `refuse` makes of a sentence: without Node's advice, with the option that was most likely meant. */
export function readArguments<const C extends ParseArgsConfig>(config: C, refuse: (sentence: string) => Error) {
  try {
    return parseArgs({ strict: true, ...config });
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    const [, unknown] = /^Unknown option '--?([^']*)'/.exec(sentence) ?? [];
    const hint = unknown === undefined ? '' : didYouMean(unknown, Object.keys(config.options ?? {}));
    throw refuse(`${sentence.replace(/\.$/, '')}.${hint.replace('mean ', 'mean --')}`);
  }
}
