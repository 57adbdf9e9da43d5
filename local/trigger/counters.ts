/** Counts what becomes of events, under CloudWatch's names: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */

const names = [
  'PolledEventCount',
  'FilteredOutEventCount',
  'InvokedEventCount',
  'FailedInvokeEventCount',
  'DroppedEventCount',
  'OnFailureDestinationDeliveredEventCount',
  'CommittedEventCount',
  'DestinationDeliveryFailures',
] as const;

export type Counts = Record<(typeof names)[number], number>;

export interface Counters {
  add(name: keyof Counts, events: number): void;
  read(): Counts;
}

export function createCounters(): Counters {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Counts;
  return {
    add(name, events) {
      counts[name] += events;
    },
    read: () => ({ ...counts }),
  };
}
