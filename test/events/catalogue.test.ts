import { describe, expect, it } from 'vitest';
import { topics } from '../../events/allTopics.ts';
import { events } from '../../events/catalogue.ts';

// design: catalogue of events, dead letters (§2). Name, partitions, format, dead letter topic, the one type it carries.
const documented: [string, number, string, string | null, string | null][] = [
  ['payment.created', 3, 'flat', 'dlq.payment', 'payment.created'],
  ['payment.success', 3, 'flat', 'dlq.payment', 'payment.success'],
  ['payment.failed', 3, 'flat', 'dlq.payment', 'payment.failed'],
  ['payment.refund.created', 3, 'flat', 'dlq.payment', 'payment.refund.created'],
  ['payment.refund.success', 3, 'flat', 'dlq.payment', 'payment.refund.success'],
  ['payment.refund.failed', 3, 'flat', 'dlq.payment', 'payment.refund.failed'],
  ['order.created', 3, 'flat', 'dlq.payment', 'order.created'],
  ['order.updated', 3, 'flat', 'dlq.payment', 'order.updated'],
  ['order.cancelled', 3, 'flat', 'dlq.payment', 'order.cancelled'],
  ['order.completed', 3, 'flat', 'dlq.payment', 'order.completed'],
  ['accounting.transaction.created', 3, 'flat', 'dlq.payment', 'accounting.transaction.created'],
  ['accounting.balance.updated', 3, 'flat', 'dlq.payment', 'accounting.balance.updated'],
  ['accounting.settlement.created', 3, 'flat', 'dlq.payment', 'accounting.settlement.created'],
  ['accounting.settlement.completed', 3, 'flat', 'dlq.payment', 'accounting.settlement.completed'],
  ['risk.check.started', 3, 'flat', 'dlq.payment', 'risk.check.started'],
  ['risk.check.completed', 3, 'flat', 'dlq.payment', 'risk.check.completed'],
  ['risk.alert.high', 3, 'flat', 'dlq.payment', 'risk.alert.high'],
  ['risk.alert.critical', 3, 'flat', 'dlq.payment', 'risk.alert.critical'],
  ['notification.email', 3, 'flat', 'dlq.notification', 'notification.email'],
  ['notification.sms', 3, 'flat', 'dlq.notification', 'notification.sms'],
  ['notification.webhook', 3, 'flat', 'dlq.notification', 'notification.webhook'],
  ['saga.payment.start', 3, 'flat', 'dlq.payment', 'saga.payment.start'],
  ['saga.payment.compensate', 3, 'flat', 'dlq.payment', 'saga.payment.compensate'],
  ['analytics.events', 3, 'flat', 'dead-letter-queue', 'analytics.events'],
  ['audit.logs', 6, 'flat', 'dead-letter-queue', 'audit.logs'],
  ['user.events', 3, 'embedded', 'dead-letter-queue', null],
  ['user.notifications', 3, 'embedded', 'dlq.notification', null],
  ['user.analytics', 3, 'embedded', 'dead-letter-queue', null],
  ['user-events', 3, 'action', 'dead-letter-queue', null],
  ['order-events', 3, 'action', 'dead-letter-queue', null],
  ['notification-events', 3, 'action', 'dlq.notification', null],
  ['user-behavior', 3, 'action', 'dead-letter-queue', null],
  ['card-events', 3, 'envelope', 'dead-letter-queue', null],
  ['video-events', 3, 'envelope', 'dead-letter-queue', null],
  ['user_registered', 3, 'bare', 'dead-letter-queue', 'user.registered'],
  ['dlq.payment', 1, 'raw', null, null],
  ['dlq.notification', 1, 'raw', null, null],
  ['dead-letter-queue', 3, 'raw', null, null],
];

/** design: compression. The registration sample and the card and video services are NestJS. */
const readByNestJs = ['user_registered', 'card-events', 'video-events', 'dead-letter-queue'];

const names = topics.map(({ name }) => name);

describe('the topics', () => {
  it.each(documented)('%s', (name, ...said) => {
    const { partitions, format, deadLetterTopic, onlyType } = topics.find((topic) => topic.name === name) ?? {};
    expect([partitions, format, deadLetterTopic, onlyType]).toEqual(said);
  });

  it('are compressed with Snappy where the user centre’s producer writes them, and nowhere else', () => {
    const compressed = topics.filter(({ compression }) => compression !== 'none');
    expect(compressed.map(({ name, compression }) => [name, compression])).toEqual([
      ['user.events', 'snappy'],
      ['user.notifications', 'snappy'],
      ['user.analytics', 'snappy'],
    ]);
  });

  // kafkajs has no codec but gzip's as it is installed: https://kafka.js.org/docs/producing#compression
  it.each(readByNestJs)('can be read by NestJS without a codec: %s', (name) => {
    expect(['none', 'gzip']).toContain(topics.find((topic) => topic.name === name)?.compression);
  });

  // A function knows them by their names only, and sends to a name it has no definition of uncompressed.
  it('are not compressed where dead letters go', () => {
    const raw = topics.filter(({ format }) => format === 'raw');
    expect(raw.map(({ compression }) => compression)).toEqual(['none', 'none', 'none']);
  });

  it('keep their records for a week', () => {
    expect(topics.filter(({ retentionDays }) => retentionDays !== 7)).toEqual([]);
  });

  it('are the documented ones, once each', () => {
    expect(names.toSorted()).toEqual(documented.map(([name]) => name).toSorted());
  });

  // Metrics name topics with `.` turned into `_`: Kafka itself refuses to create the second of such a pair.
  it('differ even where "." and "_" are one', () => {
    expect(new Set(names.map((name) => name.replaceAll('.', '_'))).size).toBe(38);
  });

  it('have a dead letter topic that exists and has none itself', () => {
    const reached = topics.flatMap(({ deadLetterTopic }) => deadLetterTopic ?? []);
    const found = topics.filter(({ name }) => reached.includes(name));
    expect(found.map(({ name, deadLetterTopic }) => [name, deadLetterTopic])).toEqual([
      ['dlq.payment', null],
      ['dlq.notification', null],
      ['dead-letter-queue', null],
    ]);
  });

  it('name who writes them, and what their key is', () => {
    expect(topics.filter(({ producers, keyRule }) => producers.length === 0 || keyRule === '')).toEqual([]);
    expect(topics.filter(({ source, format }) => source === '' && format !== 'raw')).toEqual([]);
  });

  it.each([
    ['analytics', 16],
    ['notification', 12],
    ['accounting', 5],
  ])('documents say %s reads %i of them', (reader, count) => {
    expect(topics.filter(({ consumers }) => consumers.includes(reader))).toHaveLength(count);
  });
});

describe('the events', () => {
  it('have a type each', () => {
    const types = events.map(({ type }) => type);
    expect(types.filter((type, at) => types.indexOf(type) !== at)).toEqual([]);
    expect(types).toEqual(expect.arrayContaining(['user.registered', 'welcome_email', 'dead-letter']));
  });

  it('travel on topics of the catalogue', () => {
    expect(events.flatMap((event) => event.topics).filter((topic) => !topics.includes(topic))).toEqual([]);
  });
});
