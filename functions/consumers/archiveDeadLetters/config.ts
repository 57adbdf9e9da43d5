import { deadLetters } from '../../../domain/deadLetters/archive.ts';
import { deadLetter } from '../../../events/deadLetters.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the archive itself: a letter is filed once under its id, bytes and replay count. */
export const config = consumerConfig({ name: 'archiveDeadLetters', events: [deadLetter], uses: [table(deadLetters)] });
