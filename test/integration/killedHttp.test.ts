import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { topics as catalogue } from '../../events/allTopics.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { relay } from '../../lib/outbox/relay.ts';
import { realPart } from '../real/available.ts';
import { type KafkaNode, startKafkaNode } from '../real/kafkaNode.ts';
import { openKafkaTopics } from '../real/kafkaTopics.ts';
import { type Deployed, deploy } from './publishing/deployed.ts';
import { type Killer, type Moment, openKiller } from './publishing/killing.ts';

const dynamo = await realPart('dynoxide');
const aws = await realPart('ministack');
const canHaveKafka = await realPart('kafka');

describe.runIf(dynamo && aws && canHaveKafka)('SIGKILL of the HTTP process', () => {
  let kafka: KafkaNode;
  let killer: Killer;

  beforeAll(async () => {
    killer = await openKiller({ dynamo: dynamo ?? '', kafka: () => kafka.addressOf('PROXIED') });
    kafka = await startKafkaNode({
      listeners: [
        { name: 'DIRECT', protocol: 'PLAINTEXT' },
        { name: 'PROXIED', protocol: 'PLAINTEXT', advertised: killer.kafkaPort },
      ],
    });
    const topics = await openKafkaTopics(kafka.addressOf('DIRECT'));
    await topics.createNamed(catalogue.map(({ name }) => ({ name, partitions: 3 })));
    await topics.close();
  }, 60_000);
  afterAll(async () => {
    killer.close();
    await kafka.remove();
  });

  async function told(username: string): Promise<KafkaRecord[]> {
    const topics = await openKafkaTopics(kafka.addressOf('DIRECT'));
    const records = await topics.read('user.events');
    await topics.close();
    return records.filter(({ value }) => Buffer.from(value ?? '').includes(`"${username}"`));
  }

  async function register(url: string, username: string) {
    const body = JSON.stringify({ username, email: `${username}@example.com`, password: 'password123' });
    const headers = { 'content-type': 'application/json' };
    return await fetch(`${url}/api/v1/users/register`, { method: 'POST', headers, body });
  }

  it.each<[Moment, number, number]>([
    ['before commit', 0, 0],
    ['after commit', 0, 1],
    ['before send', 0, 1],
    ['after send', 1, 2],
    ['before delete', 1, 2],
    ['after delete', 1, 1],
  ])(
    '%s leaves %i records behind, and the relay makes that %i',
    async (moment, before, after) => {
      const application: Deployed = await deploy({
        dynamo: dynamo ?? '',
        kafka: kafka.addressOf('DIRECT'),
        aws: aws ?? '',
      });
      const http = await application.startHttp({ dynamo: killer.dynamo, kafka: `127.0.0.1:${killer.kafkaPort}` });
      const username = moment.replace(' ', '_');
      const struck = killer.arm(moment, http.kill);
      const answer = register(http.url, username).then(
        ({ status }) => status,
        () => 'no answer',
      );
      await struck;
      expect(await answer).toBe('no answer');
      expect(await told(username)).toHaveLength(before);
      expect(await relay(application.drainConnections)).toMatchObject({ rows: after - before, failed: 0 });
      const records = await told(username);
      expect(records).toHaveLength(after);
      const ids = records.map(({ value }) => JSON.parse(Buffer.from(value ?? '').toString()).event_id);
      expect(new Set(ids).size).toBe(after === 0 ? 0 : 1);
    },
    30_000,
  );
});
