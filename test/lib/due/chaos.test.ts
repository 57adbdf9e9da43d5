import type { Context } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { drainConnectionsOf } from '../../../lib/connect/engine.ts';
import { delivery } from '../../../lib/consumer/constructors.ts';
import type { DueWorker } from '../../../lib/due/giveRow.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import type { InvokeFunction } from '../../../lib/invoke/invoke.ts';
import { toMskEvent } from '../../../lib/msk/mskEvent.ts';
import { relay } from '../../../lib/outbox/relay.ts';
import { later } from '../../../lib/port/later.ts';
import { handled } from '../../fixtures/faultyStore.ts';
import { remind, reminder } from '../../fixtures/reminders.ts';
import { seededRandom } from '../../simulation/random.ts';
import { type Change, placed, rowsIn, runJob, START_MS, withReminders } from './givenDue.ts';

type Random = ReturnType<typeof seededRandom>;
const RECORDS = 12;
const SEEDS = 10;
const KEYS = ['o-1', 'o-2', 'o-3'];

/** A function whose store fails before or after a write now and then, or whose process ends there. */
function trouble(random: Random, isOver: () => boolean, die: () => Promise<never>): Change {
  return ({ store }) => ({
    store: handled(store, async (_, write) => {
      if (isOver() || !random.chance(0.12)) return await write();
      const befalls = random.pick(['before', 'after', 'death before', 'death after']);
      const done = befalls.endsWith('after') ? await write() : undefined;
      if (befalls.startsWith('death')) return await die();
      throw new Fault('STORE_UNAVAILABLE', `no answer, ${done ? 'done' : 'not done'}`);
    }),
  });
}

async function runChaos(seed: number) {
  const random = seededRandom(seed);
  const dueAt = new Map(Array.from({ length: RECORDS }, (_, n) => [`e${n}`, START_MS + random.between(0, 90) * 1_000]));
  const given = await withReminders(() => 0);
  const { platform, store, worker } = given;
  const now = () => platform.clock.nowMs;
  const isOver = () => now() > START_MS + 240_000;
  const sent: { id: string; text: string; atMs: number }[] = [];
  const accepted = new Set<string>();
  const put = new Set<string>();
  const channel = {
    takesKeys: () => true,
    send: async (text: string, key: string) => {
      const id = text.split(' ')[2] ?? '';
      // The provider is busy for some, once.
      if (!put.has(id) && Number(id.slice(1)) % 2 === 0) {
        put.add(id);
        dueAt.set(id, now() + 3_000);
        return later(now() + 3_000);
      }
      if (!accepted.has(key)) sent.push({ id, text, atMs: now() });
      accepted.add(key);
      return undefined;
    },
  };
  const base = reminder(() => 0, channel);
  const prepare: typeof base.prepare = (event, loaded, context) => {
    const atMs = dueAt.get(event.id) ?? 0;
    if (atMs > context.nowMs) return later(atMs);
    const prepared = base.prepare(event, loaded, context);
    return prepared.kind === 'send' ? { ...prepared, message: `${prepared.message} ${event.id}` } : prepared;
  };
  /** One invocation in a process of its own. */
  const call = async (event: unknown, clientContext?: object) => {
    const death = Promise.withResolvers<'dead'>();
    const die = async () => {
      death.resolve('dead');
      return await new Promise<never>(() => undefined);
    };
    const open = platform.open(trouble(random, isOver, die));
    const handler = delivery(remind, { 'order.placed': { ...base, prepare } }, { open });
    const context = { awsRequestId: `r${random.next()}`, clientContext, getRemainingTimeInMillis: () => 30_000 };
    const answer = handler(JSON.parse(JSON.stringify(event)), context as unknown as Context);
    return await Promise.race([
      answer.then(
        () => 'answered' as const,
        (error: Error) => error,
      ),
      death.promise,
    ]);
  };
  const invoke: InvokeFunction = async ({ event, clientContext }) => {
    const answer = await call(event, clientContext);
    if (answer === 'answered') return { kind: 'answered' };
    if (answer === 'dead') return { kind: 'ended', error: 'Runtime exited with error: signal: killed' };
    return { kind: 'handed-back', error: answer.message };
  };
  return { random, platform, store, worker: { ...worker, invoke } as DueWorker, call, sent, dueAt, now, isOver };
}

describe('deferrals under faults', () => {
  test.each(Array.from({ length: SEEDS }, (_, n) => n + 1))(
    'each message goes once, none early, none is lost, and no row is left: seed %i',
    { timeout: 60_000 },
    async (seed) => {
      const { random, platform, store, worker, call, sent, dueAt, now, isOver } = await runChaos(seed);
      const records = Array.from({ length: RECORDS }, (_, n) => placed(n, KEYS[n % KEYS.length]));
      const open = new Set(records);
      const wanted = new Map(dueAt);
      for (
        let minute = 0;
        minute < 12 && (open.size > 0 || !isOver() || (await rowsIn(store)).length > 0);
        minute += 1
      ) {
        // The mapping brings each record again until it was answered, and some once more.
        for (const record of [...open]) {
          const answer = await call(toMskEvent([record], { arn: '', bootstrapServers: '' }));
          if (answer === 'answered' && !random.chance(0.2)) open.delete(record);
        }
        const startedMs = now();
        await Promise.all(
          [runJob(worker), ...(random.chance(0.5) ? [runJob(worker)] : [])].map((run) => run.catch(() => undefined)),
        );
        platform.clock.nowMs = Math.max(now(), startedMs + 60_000);
      }
      // A process may end between a letter in the outbox and its way to the topic.
      await relay(drainConnectionsOf(await platform.open()(remind)));
      const letters = (await platform.onTopic('orders.dead')).map(
        ({ value }) => JSON.parse(String(Buffer.from(value ?? []))).id,
      );
      expect(await rowsIn(store)).toEqual([]);
      const ids = sent.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect([...new Set([...ids, ...letters])].sort()).toEqual([...wanted.keys()].sort());
      expect(sent.filter(({ id, atMs }) => atMs < (wanted.get(id) ?? 0))).toEqual([]);
    },
  );
});
