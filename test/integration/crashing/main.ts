/** An execution environment of Lambda with one invocation in it: an event file and a time-out in, outcomes on stdout out. */
import { readFileSync } from 'node:fs';
import type { Context } from 'aws-lambda';
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { type RecordReport, recordSettled } from '../../../lib/observability/signals.ts';
import { counting } from '../../fixtures/counting.ts';
import { countOrders, type orderPlaced } from '../../fixtures/orders.ts';

const ends: Record<string, () => void> = {
  exit: () => process.exit(7),
  memory: () => {
    for (const all: string[][] = []; ; ) all.push(Array.from({ length: 100_000 }, (_, n) => `${all.length} ${n}`));
  },
  loop: () => {
    for (;;);
  },
};

const crashing: Decider<typeof orderPlaced> = {
  decide: (event, loaded, context) => {
    ends[event.data.order_id]?.();
    return counting.decide(event, loaded, context);
  },
};

const [file = '', timeoutMs = ''] = process.argv.slice(2);
const handler = consumer(countOrders, { 'order.placed': crashing });
const told: string[] = [];
recordSettled.subscribe((report) => {
  const { partition, offset, outcome, errorCode } = report as RecordReport;
  told.push([`${partition}@${offset}`, outcome, errorCode ?? []].flat().join(' '));
});
const endsAt = performance.now() + Number(timeoutMs);
const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => endsAt - performance.now() } as Context;
process.stdout.write('started\n');
await handler(JSON.parse(readFileSync(file, 'utf8')), context);
process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit(0));
