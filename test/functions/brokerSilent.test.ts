import { expect, test } from 'vitest';
import { actions } from '../../functions/http/users/actions.ts';
import { config } from '../../functions/http/users/config.ts';
import { createBreaker } from '../../lib/connect/breaker.ts';
import type { Connections } from '../../lib/connect/connect.ts';
import { drainConnectionsOf } from '../../lib/connect/engine.ts';
import { guardedProducer } from '../../lib/connect/guarded.ts';
import { Fault } from '../../lib/errors/fault.ts';
import { api } from '../../lib/http/api.ts';
import { createLog } from '../../lib/observability/log.ts';
import { relay } from '../../lib/outbox/relay.ts';
import type { Producer } from '../../lib/producer/producer.ts';
import { call } from '../fixtures/gateway.ts';
import { openPlatform } from '../fixtures/platform.ts';

const PUBLISH_LIMIT_MS = 400;
const OPEN_MS = 60_000;

/** A broker that takes connections and answers nothing, until it is well again. */
function silentBroker() {
  const state = { isSilent: true, calls: 0, aheadMs: 0 };
  const log = createLog({ level: 'silent', format: 'json', now: Date.now });
  const now = () => Date.now() + state.aheadMs;
  const breaker = createBreaker({ dependency: 'Kafka', failures: 2, openMs: OPEN_MS, now, log });
  const change = ({ producer }: Connections) => {
    const publish: Producer['publish'] = async (records, signal) => {
      state.calls += 1;
      if (!state.isSilent) return await producer.publish(records, signal);
      const { promise, reject } = Promise.withResolvers<never>();
      signal?.addEventListener('abort', () => reject(new Fault('TIMED_OUT', 'no answer')));
      return await promise;
    };
    return { producer: guardedProducer({ ...producer, publish }, breaker) };
  };
  return { state, change };
}

test('a silent broker costs the first callers its time limit, and is not asked for the others; all events come once', async () => {
  const platform = await openPlatform([config]);
  const { state, change } = silentBroker();
  const limit = { PUBLISH_LIMIT_MS: String(PUBLISH_LIMIT_MS) };
  const open = platform.open(change, limit);
  // Ids are drawn, and each user wants one of their own.
  const handler = api(config, actions, async (declaration) => ({
    ...(await open(declaration)),
    random: Math.random,
  }));
  const signUp = async (name: string) => {
    const startedMs = performance.now();
    const body = { username: name, email: `${name}@example.com`, password: 'password123' };
    const { status } = await call(handler, { path: '/api/v1/users/register', body });
    return { status, ms: performance.now() - startedMs };
  };
  const waited = [await signUp('ann'), await signUp('bob')];
  const skipped = [await signUp('cid'), await signUp('dan')];
  expect([...waited, ...skipped].map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  for (const { ms } of waited) expect(ms).toBeGreaterThan(PUBLISH_LIMIT_MS - 5);
  expect(state.calls).toBe(2);
  const deferred = platform.lines.filter(({ message }) => message === 'publish.deferred');
  expect(deferred.map(({ errorCode }) => errorCode)).toEqual([
    'TIMED_OUT',
    'TIMED_OUT',
    'BREAKER_OPEN',
    'BREAKER_OPEN',
  ]);

  state.isSilent = false;
  state.aheadMs = OPEN_MS;
  expect((await signUp('eve')).status).toBe(201);
  const engine = await platform.open()(config);
  expect(await relay(drainConnectionsOf(engine))).toMatchObject({ rows: 4, failed: 0 });
  expect(await platform.onTopic('user.events')).toHaveLength(5);
});
