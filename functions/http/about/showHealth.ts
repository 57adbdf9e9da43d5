/** `GET /health`: 200 when the store can be read and written; else the frame's 503 says what can't be. That Kafka is down is no reason to send callers away. */
import { commit } from '../../../lib/commit/commit.ts';
import { answer, type Command } from '../../../lib/http/action.ts';
import { type Condition, type Ref, ref, remove } from '../../../lib/store/store.ts';
import { health } from '../../../lib/tables/health.ts';

/** No item is there; that it was looked for, and taken away, is the point. */
const nothing = ref(health, 'health');

export const showHealth: Command<unknown, undefined, { nothing: Ref }> = {
  load: () => ({ nothing }),
  decide: () => answer(200, { status: 'ok' }, commit({ writes: [remove<Condition>(nothing)] })),
};
