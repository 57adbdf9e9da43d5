/** Batches of many keys, and breakers on a platform's clock: they open at five failures in a row, for ten seconds. */
import { createBreaker } from '../../../lib/connect/breaker.ts';
import { createLog } from '../../../lib/observability/log.ts';
import { placed } from '../../fixtures/counting.ts';
import type { Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const log = createLog({ level: 'silent', format: 'json', now: Date.now });

export const breakerOn = ({ clock }: Platform, dependency: string) =>
  createBreaker({ dependency, failures: 5, openMs: 10_000, now: () => clock.nowMs, log });

/** One order of each of so many people, under a key of its own. */
export const orders = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const value = placed(`e${n}`, 5, { email: `p${n}@example.com`, order_id: `o-${n}` });
    return recordOf({ offset: n, key: `o-${n}`, value });
  });
