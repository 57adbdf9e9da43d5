import { countOne } from '../../../domain/analytics/counters.ts';
import type { userRegistered } from '../../../events/user.ts';
import { commit } from '../../../lib/commit/commit.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';

const DAY = '2026-11-21'.length;

/** Counts the events of each day. */
export const templateName: Decider<typeof userRegistered> = {
  decide: ({ timestamp }, _loaded, { writer }) =>
    commit({ writes: [countOne('templateName', timestamp.slice(0, DAY), writer)] }),
};
