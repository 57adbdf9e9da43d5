/** A partial batch response: which records a mapping with ReportBatchItemFailures has to send again. */
import type { Engine } from '../connect/engine.ts';
import { Fault } from '../errors/fault.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import type { MskEvent } from '../msk/mskEvent.ts';
import { reportBatch } from './batchReport.ts';

/** `partition` is the key of the event's map. https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html */
export interface BatchResponse {
  batchItemFailures: { itemIdentifier: { partition: string; offset: number } }[];
}

/**
 * Answers the mapping. It throws Fault HANDED_BACK when any record has to come again, which is right in
 * every mapping mode, since settled ones are recognised then; or says which, where the deployment says that it is read.
 */
export function answerTo(
  event: MskEvent,
  handedBack: readonly KafkaRecord[],
  { config, engine }: { config: { name: string }; engine: Engine },
): BatchResponse | undefined {
  engine.standing.answered(Object.keys(event.records), handedBack);
  reportBatch(engine, handedBack);
  if (handedBack.length === 0) return undefined;
  const response = engine.settings.PARTIAL_RESPONSES ? responseTo(event, handedBack) : undefined;
  if (!response)
    throw new Fault(
      'HANDED_BACK',
      `${config.name}: ${handedBack.length} of them, the first ${engine.standing.whyOf(handedBack[0])}`,
    );
  return response;
}

/**
 * Whether a mapping sends only these again or all from the lowest on, is the same: what is settled is recognised.
 * undefined where one of them can't be named, since a name that is not in the event has the whole batch come again.
 */
export function responseTo(event: MskEvent, handedBack: readonly KafkaRecord[]): BatchResponse | undefined {
  const items = handedBack.map(({ topic, partition, offset }) => ({ partition: `${topic}-${partition}`, offset }));
  const known = namesIn(event);
  if (items.some((item) => !known.has(nameOf(item)))) return undefined;
  items.sort((a, b) => compare(a.partition, b.partition) || a.offset - b.offset);
  return { batchItemFailures: items.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Only what stands in the event exactly so, and not what was made of it. */
function namesIn({ records }: MskEvent): Set<string> {
  const names = Object.entries(records).flatMap(([partition, own]) =>
    Array.isArray(own) ? own.map((record) => nameOf({ partition, offset: record?.offset })) : [],
  );
  return new Set(names);
}

function nameOf({ partition, offset }: { partition: string; offset: number }): string {
  return JSON.stringify([partition, offset]);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
