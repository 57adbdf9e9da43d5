// Metrics of the group EventCount: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
import { expect, it } from 'vitest';
import { eventually, givenTrigger, mapping, provisioned } from './givenTrigger.ts';
import { inOrder } from './records.ts';

it('counts what becomes of events under CloudWatch’s names', async () => {
  const sent: string[] = [];
  const { broker, start, nextInvocation } = await givenTrigger({
    destinations: { sqs: async (_, body) => sent.push(body) },
  });
  await broker.publish(inOrder('a', 'noise', 'b', 'c', 'noise'));
  const { mappings } = start(
    mapping({
      ...provisioned,
      BatchSize: 2,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:failed' } },
      FilterCriteria: { Filters: [{ Pattern: '{"value":[{"anything-but":["noise"]}]}' }] },
    }),
  );
  // a and b: fail twice, go to the queue. c: succeeds.
  (await nextInvocation()).fail();
  (await nextInvocation()).fail();
  (await nextInvocation()).succeed();
  const counts = await eventually(
    () => mappings[0]?.counts(),
    (read) => read?.CommittedEventCount === 5,
  );
  expect(counts).toEqual({
    PolledEventCount: 5,
    FilteredOutEventCount: 2,
    InvokedEventCount: 5,
    FailedInvokeEventCount: 4,
    DroppedEventCount: 0,
    OnFailureDestinationDeliveredEventCount: 2,
    CommittedEventCount: 5,
    DestinationDeliveryFailures: 0,
  });
});
