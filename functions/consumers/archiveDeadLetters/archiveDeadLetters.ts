import { archiveLetter } from '../../../domain/deadLetters/archive.ts';
import type { deadLetter } from '../../../events/deadLetters.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';

export const archiveDeadLetters: Decider<typeof deadLetter> = {
  decide: ({ data }, _loaded, context) => archiveLetter(data.record, context),
};
