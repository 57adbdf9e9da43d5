import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkaProducer } from '../../../lib/producer/kafka.ts';
import { kafkaSecurity } from '../../../lib/producer/kafkaSecurity.ts';
import type { KafkaAuth } from '../../../lib/settings/kafkaAuth.ts';
import { record } from '../../contracts/broker/given.ts';
import { realPart } from '../../real/available.ts';
import { type Certificates, makeCertificates } from '../../real/certificates.ts';
import { type KafkaNode, startKafkaNode } from '../../real/kafkaNode.ts';
import { type KafkaTopics, openKafkaTopics } from '../../real/kafkaTopics.ts';
import { securedListeners, unsecuredToken } from '../../real/securedKafka.ts';

const canHaveKafka = await realPart('kafka');

const none = () => Promise.reject(new Error('nobody asks for it'));

describe('a secret', () => {
  const security = (auth: KafkaAuth, secret: unknown) =>
    kafkaSecurity({
      auth,
      token: none,
      secret: async () => (typeof secret === 'string' ? secret : JSON.stringify(secret)),
    });

  it.each<[KafkaAuth, unknown, string]>([
    ['scram', { username: 'shop' }, 'password'],
    ['scram', { username: '', password: 'hunter2' }, 'username'],
    ['scram', 'shop:hunter2', 'all of it'],
    ['mtls', { certificate: 'hunter2', privateKey: 'hunter2' }, 'certificate, privateKey'],
  ])('of %s that is %j is refused by what is wrong, without a word of what is in it', async (auth, secret, wrong) => {
    await expect(security(auth, secret)).rejects.toMatchObject({
      code: 'SETTINGS_INVALID',
      message: expect.stringMatching(new RegExp(`KAFKA_SECRET.* wrong is ${wrong}$`)),
    });
    await expect(security(auth, secret)).rejects.not.toThrow('hunter2');
  });
});

describe.runIf(canHaveKafka)('the producer, on listeners that ask who it is', () => {
  let certificates: Certificates;
  let kafka: KafkaNode;
  let topics: KafkaTopics;

  beforeAll(async () => {
    certificates = await makeCertificates();
    kafka = await startKafkaNode(securedListeners(certificates));
    topics = await openKafkaTopics(kafka.addressOf('OPEN'));
  }, 60_000);
  afterAll(async () => {
    await topics.close();
    await kafka.remove();
  });

  /** The secret of each kind of proof. */
  const secrets = () => ({
    scram: { username: 'shop', password: 'password of the shop' },
    mtls: certificates.client,
  });

  function producerOn(
    listener: string,
    auth: KafkaAuth,
    given: { secret?: object; token?: () => Promise<string> } = {},
  ) {
    const { secret = {}, token = none } = given;
    const sources = { auth, token, secret: async () => JSON.stringify(secret), ca: certificates.authority };
    const brokers = [kafka.addressOf(listener)];
    return kafkaProducer(
      {
        brokers: async () => brokers,
        clientId: 'tests',
        compressionOf: () => 'none',
        security: () => kafkaSecurity(sources),
      },
      Date.now,
    );
  }

  it.each<[string, KafkaAuth]>([
    ['OPEN', 'none'],
    ['TLS', 'tls'],
    ['SCRAM', 'scram'],
    ['MTLS', 'mtls'],
  ])('%s takes records with %s', async (listener, auth) => {
    const topic = await topics.create({ partitions: 1 });
    const secret = auth === 'scram' || auth === 'mtls' ? secrets()[auth] : {};
    const producer = producerOn(listener, auth, { secret });
    expect(await producer.publish([record(topic, '21', auth)])).toMatchObject([{ offset: 0 }]);
    await producer.close();
  });

  it('says NOT_AUTHORISED for a wrong password', async () => {
    const producer = producerOn('SCRAM', 'scram', { secret: { username: 'shop', password: 'wrong' } });
    await expect(producer.publish([record('orders', '21', 'x')])).rejects.toMatchObject({ code: 'NOT_AUTHORISED' });
    await producer.close();
  });

  it('reads a rotated secret at the next connection', async () => {
    const topic = await topics.create({ partitions: 1 });
    const passwords = ['old password', 'password of the shop'];
    const secret = async () => JSON.stringify({ username: 'shop', password: passwords.shift() });
    const security = () => kafkaSecurity({ auth: 'scram', token: none, secret, ca: certificates.authority });
    const producer = kafkaProducer(
      { brokers: [kafka.addressOf('SCRAM')], clientId: 'tests', compressionOf: () => 'none', security },
      Date.now,
    );
    await expect(producer.publish([record(topic, '21', 'x')])).rejects.toMatchObject({ code: 'NOT_AUTHORISED' });
    expect(await producer.publish([record(topic, '21', 'x')])).toMatchObject([{ offset: 0 }]);
    await producer.close();
  });

  it('says BROKER_UNAVAILABLE where the broker asks for a certificate that it has not, or shows one of nobody it knows', async () => {
    const without = producerOn('MTLS', 'tls');
    await expect(without.publish([record('orders', '21', 'x')])).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
    await without.close();
    const security = () => kafkaSecurity({ auth: 'tls', token: none, secret: none });
    const stranger = kafkaProducer(
      { brokers: [kafka.addressOf('TLS')], clientId: 'tests', compressionOf: () => 'none', security },
      Date.now,
    );
    await expect(stranger.publish([record('orders', '21', 'x')])).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
    await stranger.close();
  });

  it('brings a new token before the broker ends the session, on the connection that is open', async () => {
    const topic = await topics.create({ partitions: 1 });
    let tokens = 0;
    const token = async () => {
      tokens += 1;
      return unsecuredToken('shop');
    };
    const producer = producerOn('TOKEN', 'iam', { token });
    await producer.publish([record(topic, '21', 'first')]);
    const atFirst = tokens;
    // Sessions end after 11 s, kafkajs asks 10 s before.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await producer.publish([record(topic, '21', 'later')])).toMatchObject([{ offset: 1 }]);
    expect(tokens).toBeGreaterThan(atFirst);
    await producer.close();
  });
});
