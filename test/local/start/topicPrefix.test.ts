import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realPart } from '../../real/available.ts';
import { startKafka } from '../../real/kafka.ts';
import { type KafkaTopics, openKafkaTopics } from '../../real/kafkaTopics.ts';
import type { RealPart } from '../../real/startedProcess.ts';
import { runToEnd, startProgram } from '../programs.ts';

const canHaveKafka = await realPart('kafka');
const ports = ['--api-port', '0', '--console-port', '0', '--state', 'memory'];

describe.runIf(canHaveKafka)('two stages on one cluster', () => {
  let kafka: RealPart;
  let topics: KafkaTopics;

  beforeAll(async () => {
    kafka = await startKafka();
    topics = await openKafkaTopics(kafka.address);
  }, 120_000);
  afterAll(async () => {
    await topics.close();
    await kafka.stop();
  });

  async function startStage(stage: string, prefix: string) {
    const variables = { STAGE: stage, TOPIC_PREFIX: prefix, KAFKA_BROKERS: kafka.address };
    const line = await startProgram('start', ports, variables).firstLine;
    const [, api = '', console = ''] = /api=(\S+) console=(\S+)/.exec(line) ?? [];
    const get = async <T>(path: string) => (await (await fetch(`${console}${path}`)).json()) as T;
    const post = async (url: string, body: object) => {
      const sent = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      expect((await fetch(url, sent)).status).toBeLessThan(300);
    };
    return {
      register: (username: string, email: string) =>
        post(`${api}/api/v1/users/register`, { username, email, password: 'correct horse battery' }),
      publish: (topic: string, record: object) => post(`${console}/api/topics/${topic}/records`, record),
      mailed: async () => (await get<{ to: string[] }[]>('/api/emails')).flatMap(({ to }) => to),
      letters: () => get<{ topic: string; errorCode: string }[]>('/api/dead-letters'),
      lags: async () =>
        (await get<{ group: string; lag: number }[]>('/api/groups')).filter(({ group }) =>
          group.includes(`-${stage}.`),
        ),
    };
  }

  it('never handle each other’s events, and their domain knows no prefix', async () => {
    const [blue, green] = await Promise.all([startStage('blue', 'blue.'), startStage('green', 'green.')]);
    await blue.register('ida', 'ida@example.com');
    await green.register('ole', 'ole@example.com');
    await blue.publish('blue.user.events', { key: 'u-1', value: 'no event' });
    await expect.poll(blue.mailed, { timeout: 30_000 }).toEqual(['ida@example.com']);
    await expect.poll(green.mailed, { timeout: 30_000 }).toEqual(['ole@example.com']);
    const isFiled = async () => (await blue.letters()).map(({ topic, errorCode }) => `${topic} ${errorCode}`);
    await expect.poll(isFiled, { timeout: 30_000 }).toContain('user.events NOT_JSON');
    expect(await green.letters()).toEqual([]);
    const letters = await topics.read('blue.dead-letter-queue');
    const origins = letters.flatMap(({ headers }) => headers.filter(([name]) => name === 'x-original-topic'));
    expect([...new Set(origins.map(([, text]) => Buffer.from(text).toString()))]).toEqual(['blue.user.events']);
    expect((await topics.read('green.user.events')).length).toBe(1);
  });
});

it('refuses a prefix that a topic’s own name begins with', async () => {
  const { status, stderr } = await runToEnd('start', ports, { TOPIC_PREFIX: 'user.' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/TOPIC_PREFIX user\.: the topic user\.\S+ begins with it/);
});
