/** `GET /api/v1/templateName/{counter}`: what was counted on each of some days. */
import { counterKey, counters, shardsOf, sumByDay } from '../../../domain/analytics/counters.ts';
import { answer, type Query } from '../../../lib/http/action.ts';
import { checkQuery } from '../../../lib/http/query.ts';
import { queryAll } from '../../../lib/store/queryAll.ts';
import { daysQuery } from './schemas.ts';

export const show: Query = {
  find: async ({ request: { path, query }, store }) => {
    const { counter = '' } = path;
    const days = checkQuery(daysQuery, query);
    const shards = await queryAll(store, { table: counters, partition: counterKey(counter) }, shardsOf(days));
    return answer(200, { counter, days: sumByDay(shards) });
  },
};
