import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { startProgram } from '../local/programs.ts';
import { fileOf, registered, replayJson } from '../local/replay/givenReplay.ts';
import { realPart } from '../real/available.ts';
import { kcat, kcatVersion } from '../real/kcat.ts';
import { trialBalance } from './ledger.ts';
import { merchant, pay, sign, tellResult } from './provider.ts';
import { get, recordsOn, type StackProcess, settled, startStackProcess, stateFolder } from './stackProcess.ts';

const kafka = await realPart('kafka');
const accounts = ['channel_clearing', 'fee_income', `merchant_available:${merchant}`, `merchant_pending:${merchant}`];

const startOnKafka = (state: string) => startStackProcess(state, '--broker', 'kafka', '--kafka-port', '0');
const pidOfKafka = (state: string) => Number(readFileSync(join(state, 'kafka/kafka.pid'), 'utf8'));

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function emailsTo(stack: StackProcess, address: string): Promise<unknown[]> {
  const emails = await get<{ to: string[] }[]>(`${stack.console}/api/emails`);
  return emails.filter(({ to }) => to.includes(address));
}

describe.runIf(kafka)('a stack on Apache Kafka', () => {
  test('loses no payment and repeats none when its broker is killed, and when it is killed itself', async () => {
    const state = stateFolder();
    const accepted: string[] = [];
    const payOne = async (stack: StackProcess) => {
      const payment = await pay(stack, 1_000);
      const { status } = await tellResult(stack, payment, sign({ status: 'success' }));
      if (status === 200) accepted.push(payment);
    };
    const first = await startOnKafka(state);
    const broker = pidOfKafka(state);
    const before = Array.from({ length: 20 }, () => payOne(first));
    await Promise.any(before.slice(5));
    process.kill(broker, 'SIGKILL');
    // Callers get their answer all the same: what they are owed waits in the outbox.
    await Promise.all([...before, payOne(first)]);
    expect(accepted).toHaveLength(21);
    await vi.waitFor(() => expect(pidOfKafka(state)).not.toBe(broker), { timeout: 10_000, interval: 50 });

    const underLoad = Array.from({ length: 20 }, () => payOne(first));
    const ended = Promise.allSettled(underLoad);
    await Promise.any(underLoad.slice(5));
    const orphan = pidOfKafka(state);
    await first.kill('SIGKILL');
    await ended;
    await vi.waitFor(() => expect(isAlive(orphan)).toBe(false), { timeout: 5_000 });

    const second = await startOnKafka(state);
    const idsOf = async (topic: string, field: string) => {
      const told = (await recordsOn(second, topic)).map(
        ({ value }) => [String(value[field]), value['event_id']] as const,
      );
      return new Map(
        [...Map.groupBy(told, ([about]) => about)].map(([about, ids]) => [
          about,
          new Set(ids.map(([, id]) => id)).size,
        ]),
      );
    };
    const all = [
      ['payment.created', 'payment_id'],
      ['payment.success', 'payment_id'],
      ['accounting.transaction.created', 'fact_id'],
    ] as const;
    await vi.waitFor(
      async () => {
        const told = await Promise.all(all.map(([topic, field]) => idsOf(topic, field)));
        for (const payment of accepted)
          expect(
            told.map((ids) => ids.get(payment)),
            payment,
          ).toEqual([1, 1, 1]);
      },
      // A batch that the stack was killed amid comes again when its function could have worked no more.
      { timeout: 75_000, interval: 200 },
    );
    await settled(second, 75_000);
    const [, succeeded, posted] = await Promise.all(all.map(([topic, field]) => idsOf(topic, field)));
    expect([...(posted?.keys() ?? [])].sort()).toEqual([...(succeeded?.keys() ?? [])].sort());
    expect(await trialBalance(second, accounts)).toBe(0);

    const last = pidOfKafka(state);
    expect(await second.kill('SIGTERM')).toBe(0);
    expect(isAlive(last)).toBe(false);
  }, 240_000);

  test('leaves what is replayed beside it to its relay, and shows it', async () => {
    const state = stateFolder();
    const stack = await startOnKafka(state);
    const beside = await replayJson(state, 'sendWelcomeEmail', registered);
    expect(beside.records).toMatchObject([{ outcome: 'handled' }]);
    const broken = fileOf({ topic: 'user.events', key: 'jane', value: '{broken' });
    const { status, effects } = await replayJson(state, 'sendWelcomeEmail', broken);
    expect(status).toBe(3);
    expect(effects.deadLetters).toMatchObject([
      { topic: 'dead-letter-queue', partition: null, offset: null, value: '{broken' },
    ]);
    expect(await recordsOn(stack, 'dead-letter-queue')).toEqual([]);
    await stack.kill('SIGTERM');
    // Its relay works at the start and every minute.
    const next = await startOnKafka(state);
    await expect.poll(async () => (await recordsOn(next, 'dead-letter-queue')).length, { timeout: 10_000 }).toBe(1);
  }, 60_000);

  test('tells the demo’s story', async () => {
    const { status, stdout } = await startProgram('demo', ['--broker', 'kafka']).ended;
    expect([status, stdout]).toEqual([0, expect.stringMatching(/All 11 expected effects were seen\.\n$/)]);
  }, 60_000);
});

describe.runIf(kafka && kcatVersion())('kcat', () => {
  test('produces to a stack’s port and its functions react; what they publish it consumes', async () => {
    const stack = await startOnKafka(stateFolder());
    const produce = ['-b', stack.kafka, '-P', '-t', 'user_registered', '-z', 'snappy', '-H', 'source=kcat'];
    await kcat(produce, '{"email":"kcat@example.com"}\n');
    await expect.poll(() => emailsTo(stack, 'kcat@example.com'), { timeout: 10_000 }).toHaveLength(1);

    const payment = await pay(stack, 1_500);
    const consume = ['-b', stack.kafka, '-C', '-t', 'payment.created', '-o', 'beginning', '-e', '-q', '-f', '%k %s\n'];
    const line = new RegExp(`^${payment} \\{.*"amount":1500`);
    await expect.poll(() => kcat(consume), { timeout: 10_000 }).toMatch(line);
  }, 60_000);
});
