// The event: https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html
import { expect, it } from 'vitest';
import { givenTrigger, mapping } from './givenTrigger.ts';

it('hands over what lies on the topic already, byte for byte as MSK does', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const bytes = {
    topic: 'orders',
    partition: 1,
    timestamp: 1545084650987,
    key: null,
    value: Buffer.from([0xff, 0x00]),
  };
  const tombstone = {
    topic: 'orders',
    partition: 1,
    timestamp: 1545084650988,
    key: Buffer.from('recordKey'),
    value: null,
    headers: [
      ['name', Buffer.from('ë')],
      ['name', Buffer.from('')],
    ] as const,
  };
  await broker.publish([{ ...bytes, headers: [] }, tombstone]);
  start(mapping());
  const invocation = await nextInvocation();
  expect(invocation.event).toEqual({
    eventSource: 'aws:kafka',
    eventSourceArn: 'arn:aws:kafka:us-east-1:123456789012:cluster/here/1',
    bootstrapServers: 'b-1.here:9098',
    records: {
      'orders-1': [
        {
          topic: 'orders',
          partition: 1,
          offset: 0,
          timestamp: 1545084650987,
          timestampType: 'CREATE_TIME',
          value: '/wA=',
          headers: [],
        },
        {
          topic: 'orders',
          partition: 1,
          offset: 1,
          timestamp: 1545084650988,
          timestampType: 'CREATE_TIME',
          key: 'cmVjb3JkS2V5',
          headers: [{ name: [-61, -85] }, { name: [] }],
        },
      ],
    },
  });
});
