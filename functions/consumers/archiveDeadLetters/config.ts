import { deadLetters } from '../../../domain/deadLetters/archive.ts';
import { deadLetter } from '../../../events/deadLetters.ts';
import { table } from '../../../lib/connect/uses.ts';
import { consumerConfig } from '../../../lib/consumer/config.ts';

/** Repeats are recognised by the archive itself: a letter is filed once under its id, bytes and replay count. */
export const config = consumerConfig({ name: 'archiveDeadLetters', events: [deadLetter], uses: [table(deadLetters)] });
