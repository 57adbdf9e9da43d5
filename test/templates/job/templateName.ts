import { type AlertCase, alertCases } from '../../../domain/risk/alert.ts';
import { commit } from '../../../lib/commit/commit.ts';
import { itemsIn } from '../../../lib/jobs/search.ts';
import type { Work } from '../../../lib/jobs/work.ts';
import { putIfVersion } from '../../../lib/store/store.ts';

const DAY_MS = 86_400_000;

/** Acknowledges open cases to which no alert was added for so many days. */
export const templateName: Work<AlertCase, Record<never, never>, { QUIET_DAYS: number }> = {
  find: ({ nowMs, settings }) => {
    const to = new Date(nowMs - settings.QUIET_DAYS * DAY_MS).toISOString();
    return [itemsIn({ table: alertCases, index: 'byStatus', partition: 'open' }, { to })];
  },
  decide: (found) => {
    const rested: AlertCase = { ...found, status: 'acknowledged', version: found.version + 1 };
    return commit({ once: 'version', writes: [putIfVersion(alertCases, rested, found.version)] });
  },
};
