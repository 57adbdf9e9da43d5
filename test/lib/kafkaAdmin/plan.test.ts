import { describe, expect, it } from 'vitest';
import { topicsOf } from '../../../events/topics/topicsOf.ts';
import { type FoundTopic, planTopics } from '../../../lib/kafkaAdmin/plan.ts';
import { serverlessLimits, type WantedTopic, wantedTopic } from '../../../lib/kafkaAdmin/wanted.ts';

const parcels = topicsOf({
  system: 'PAY',
  format: 'flat',
  compression: 'snappy',
  keyRule: 'parcel id',
  deadLetterTopic: 'dlq.payment',
})('parcel.sent', { producers: ['depot'], consumers: [], partitions: 4, retentionDays: 2 });

const wanted: WantedTopic = wantedTopic(parcels, { replication: 3, left: [] });

const asWanted = {
  'cleanup.policy': 'delete',
  'retention.ms': '172800000',
  'max.message.bytes': '1048588',
  'compression.type': 'snappy',
  'min.insync.replicas': '2',
  'unclean.leader.election.enable': 'false',
};

function found(changed: Partial<FoundTopic> = {}, settings: Record<string, string> = {}, isOwn = true): FoundTopic {
  const all = Object.entries({ ...asWanted, ...settings });
  return {
    name: 'parcel.sent',
    partitions: 4,
    replication: 3,
    isEmpty: false,
    settings: new Map(all.map(([name, value]) => [name, { value, isOwn }])),
    ...changed,
  };
}

function plan(there: FoundTopic | undefined, movesKeys = false) {
  return planTopics([wanted], new Map(there ? [[there.name, there]] : []), { movesKeys });
}

describe('a plan of topics', () => {
  it('wants what the catalogue says, for dead letters with room for the story of the failure', () => {
    expect(wanted).toEqual({ name: 'parcel.sent', partitions: 4, replication: 3, settings: asWanted });
    const letters = { ...parcels, compression: 'none', deadLetterTopic: null } as const;
    expect(wantedTopic(letters, { replication: 1, left: ['cleanup.policy'] })).toMatchObject({
      replication: 1,
      settings: { 'max.message.bytes': '1114124', 'min.insync.replicas': '1', 'compression.type': 'producer' },
    });
  });

  it('creates what is missing and leaves what is right', () => {
    expect(plan(undefined)).toEqual({
      steps: [{ kind: 'create', topic: 'parcel.sent', wanted }],
      differences: [],
      right: [],
    });
    expect(plan(found())).toEqual({ steps: [], differences: [], right: ['parcel.sent'] });
  });

  it('never takes anything away: what is more than wanted stays', () => {
    const more = { 'max.message.bytes': '2000000', 'min.insync.replicas': '3' };
    expect(plan(found({ partitions: 12, replication: 5 }, more))).toMatchObject({ steps: [], differences: [] });
  });

  it('adds partitions where no record lies, and elsewhere only once keys may move', () => {
    const step = { kind: 'add-partitions', topic: 'parcel.sent', from: 1, to: 4 };
    expect(plan(found({ partitions: 1, isEmpty: true })).steps).toEqual([step]);
    expect(plan(found({ partitions: 1 }), true).steps).toEqual([step]);
    expect(plan(found({ partitions: 1 }))).toMatchObject({
      steps: [],
      differences: [{ topic: 'parcel.sent', what: 'partitions', is: '1', wanted: '4', way: /--move-keys/ }].map(
        (one) => ({
          ...one,
          way: expect.stringMatching(one.way),
        }),
      ),
    });
  });

  it.each([
    ['retention.ms', '86400000', '172800000'],
    ['max.message.bytes', '1000', '1048588'],
    ['min.insync.replicas', '1', '2'],
    ['unclean.leader.election.enable', 'true', 'false'],
  ])('brings %s from %s to %s', (setting, from, to) => {
    expect(plan(found({}, { [setting]: from }))).toEqual({
      steps: [{ kind: 'set', topic: 'parcel.sent', setting, from, to }],
      differences: [],
      right: [],
    });
  });

  it.each([
    ['retention.ms', '-1', /delete records/],
    ['retention.ms', '604800000', /delete records/],
    ['compression.type', 'zstd', /codec/],
    ['cleanup.policy', 'compact', /compaction/],
  ])('leaves it to a person where %s is %s', (what, is, way) => {
    const { steps, differences } = plan(found({}, { [what]: is }));
    expect(steps).toEqual([]);
    expect(differences).toMatchObject([{ what, is, way: expect.stringMatching(way) }]);
  });

  it('decides about a compression that nobody chose for the topic', () => {
    expect(plan(found({}, { 'compression.type': 'producer' }, false)).steps).toMatchObject([
      { kind: 'set', setting: 'compression.type', to: 'snappy' },
    ]);
  });

  it('tells of too few replicas, and asks for no more in sync than there are', () => {
    const { steps, differences } = plan(found({ replication: 1 }, { 'min.insync.replicas': '1' }));
    expect(steps).toEqual([]);
    expect(differences).toMatchObject([
      { what: 'replicas', is: '1', wanted: '3', way: expect.stringMatching(/kafka-reassign-partitions/) },
      { what: 'min.insync.replicas', is: '1', wanted: '2', way: expect.stringMatching(/replicas first/) },
    ]);
  });

  it('leaves to MSK Serverless what it keeps for itself', () => {
    expect(serverlessLimits(['b-1.shop.a1.c2.kafka.eu-west-1.amazonaws.com:9098'])).toBeUndefined();
    const limits = serverlessLimits(['boot-a1.c2.kafka-serverless.eu-west-1.amazonaws.com:9098']);
    expect(limits && wantedTopic(parcels, limits)).toEqual({
      name: 'parcel.sent',
      partitions: 4,
      replication: null,
      settings: {
        'cleanup.policy': 'delete',
        'retention.ms': '172800000',
        'max.message.bytes': '1048588',
        'compression.type': 'snappy',
      },
    });
  });
});
