/** `GET /api/v1/admin/alerts`: open cases, the latest first, a page at a time. */
import { type AlertCase, alertCases } from '../../../domain/risk/alert.ts';
import { answer, type Query } from '../../../lib/http/action.ts';
import { pageOf } from '../../../lib/http/paging.ts';

export const listAlerts: Query = {
  find: async ({ request: { query }, store }) => {
    const { limit, page } = pageOf(query);
    const from = { table: alertCases, index: 'byStatus', partition: 'open' };
    const { items, next } = await store.query(from, { descending: true, limit }, page);
    return answer(200, { alerts: items.map(alertView), ...(next !== undefined && { next }) });
  },
};

function alertView({ pk, subjectType, subjectId, level, score, reasons, alerts, status, openedAt, lastAt }: AlertCase) {
  return {
    id: pk.slice('case#'.length),
    subject_type: subjectType,
    subject_id: subjectId,
    level,
    score,
    reasons,
    alerts,
    status,
    opened_at: openedAt,
    last_at: lastAt,
  };
}
