import { afterAll, describe, expect, it } from 'vitest';
import { kafkaProducer } from '../../../lib/producer/kafka.ts';
import { openKafkaBroker } from '../../../local/broker/kafka/adapter.ts';
import { hourMs, largePage, newName, record, text, topicSettings } from '../../contracts/broker/given.ts';
import { brokerContract } from '../../contracts/broker.ts';
import { mixedCompression } from '../../fixtures/mixedCompression.ts';
import { realPart } from '../../real/available.ts';
import { kcat, kcatVersion } from '../../real/kcat.ts';

const address = await realPart('kafka');

const compressionOf = mixedCompression();

describe.runIf(address)('on Apache Kafka', () => {
  brokerContract('the Kafka', async () => {
    const open = () => openKafkaBroker({ brokers: [address ?? ''], isOurs: true, compressionOf, now: Date.now });
    let broker = open();
    return {
      broker,
      async restart() {
        await broker.close();
        broker = open();
        return broker;
      },
      end: () => broker.close(),
    };
  });
});

describe.runIf(address)('the Kafka broker', () => {
  const broker = openKafkaBroker({ brokers: [address ?? ''], isOurs: true, compressionOf, now: Date.now });
  afterAll(() => broker.close());

  async function newTopic(partitions = 1): Promise<string> {
    const topic = newName('topic');
    await broker.createTopics([{ ...topicSettings(topic), partitions }]);
    return topic;
  }

  it('reads what our functions compress with Snappy', async () => {
    const topic = await newTopic();
    const producer = kafkaProducer(
      { brokers: [address ?? ''], clientId: 'tests', compressionOf: () => 'snappy' },
      Date.now,
    );
    await producer.publish([1, 2, 3].map((number) => record(topic, '21', `${number}`.repeat(10_000))));
    await producer.close();
    const found = await broker.fetch(topic, 0, 0, largePage);
    expect(found.map(({ value }) => text(value)?.slice(0, 2))).toEqual(['11', '22', '33']);
  });

  it.runIf(kcatVersion()).each(['gzip', 'lz4', 'zstd', 'snappy'])(
    'reads what librdkafka compresses with %s',
    async (codec) => {
      const topic = await newTopic();
      const value = `{"text":"${'x'.repeat(5_000)}"}`;
      await kcat(
        ['-b', address ?? '', '-P', '-t', topic, '-z', codec, '-H', 'a=1', '-H', 'b=2', '-H', 'a=3'],
        `${value}\n`,
      );
      const [found] = await broker.fetch(topic, 0, 0, largePage);
      expect(text(found?.value ?? null)).toBe(value);
      expect(found?.headers.map(([name, bytes]) => [name, text(bytes)])).toEqual([
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
      ]);
    },
  );

  it('goes through a batch page by page, and begins in the middle of one', async () => {
    const topic = await newTopic();
    await broker.publish(Array.from({ length: 50 }, (_, at) => record(topic, '21', String(at))));
    const pageFrom = async (offset: number) =>
      (await broker.fetch(topic, 0, offset, { records: 20, bytes: 1_000_000 })).map(({ value }) => Number(text(value)));
    const upFrom = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at);
    expect(await pageFrom(0)).toEqual(upFrom(0, 20));
    expect(await pageFrom(20)).toEqual(upFrom(20, 20));
    expect(await pageFrom(40)).toEqual(upFrom(40, 10));
    expect(await pageFrom(33)).toEqual(upFrom(33, 17));
  });

  it('refuses a time that Kafka takes for a mistake: more than an hour ahead', async () => {
    const topic = await newTopic();
    const ahead = { ...record(topic, '21', 'x'), timestamp: Date.now() + 2 * 3_600_000 };
    await expect(broker.publish([ahead])).rejects.toMatchObject({ code: 'CLOCK_REFUSED' });
  });

  it('leaves the topics of a cluster that is not ours as they are', async () => {
    const topic = await newTopic(6);
    const guest = openKafkaBroker({ brokers: [address ?? ''], isOurs: false, compressionOf, now: Date.now });
    await guest.createTopics([{ ...topicSettings(topic), partitions: 3 }]);
    expect(await guest.offsets(topic)).toHaveLength(6);
    await guest.publish([{ ...record(topic, '21', 'old'), timestamp: Date.now() - 2 * hourMs }]);
    expect(await guest.applyRetention()).toBe(0);
    await guest.close();
  });
});
