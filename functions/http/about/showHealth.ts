/** `GET /health`: 200 when the store answers; else the frame says 503. That Kafka is down is no reason to send callers away. */
import { answer, type Query } from '../../../lib/http/action.ts';
import { outbox } from '../../../lib/outbox/outbox.ts';
import { ref } from '../../../lib/store/store.ts';

/** No item is there; that it was looked for is the point. */
const nothing = ref(outbox, 'health');

export const showHealth: Query = {
  find: async (_request, store) => {
    await store.read([nothing]);
    return answer(200, { status: 'ok' });
  },
};
