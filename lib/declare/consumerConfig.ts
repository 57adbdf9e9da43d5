/** A consumer declares its events and all that it may touch. The deployment reads this; no heavy import here. */

import type * as z from 'zod';
import type { AnyEvent } from '../envelope/event.ts';
import type { Topic } from '../envelope/topic.ts';
import type { NoSettings } from '../settings/settings.ts';
import type { Use } from './uses.ts';

/** Where a consumer begins in its topics when it is first deployed. A group that has offsets goes on from them. */
export type Start = 'now' | 'beginning' | { atSeconds: number };

export interface ConsumerConfig<
  Events extends readonly AnyEvent[] = readonly AnyEvent[],
  Shape extends z.ZodObject = z.ZodObject,
> {
  kind: 'consumer';
  name: string;
  events: Events;
  /** Every topic that carries one of the events, each bound by a mapping of its own. */
  topics: readonly Topic[];
  uses: readonly Use[];
  /** The function's own settings. */
  settings?: Shape;
  /** Records an invocation, at most. */
  batchSize: number;
  /** Effects outside that run side by side, at most. */
  concurrency: number;
  /** Records of one key in offset order; or in none, for handlers that don't care. */
  ordering: 'key' | 'none';
  timeoutSeconds: number;
  start: Start;
  /** How long a poller waits for a batch to fill. */
  windowSeconds: number;
  memoryMb?: number;
}

interface Declared<Events, Shape> {
  name: string;
  events: Events;
  uses: readonly Use[];
  settings?: Shape;
  /** Default 100, as AWS has it. */
  batchSize?: number;
  /** Default 16. */
  concurrency?: number;
  /** Default 'key'. */
  ordering?: 'key' | 'none';
  /** Default 60. */
  timeoutSeconds?: number;
  /** Default 'now': what was told before the consumer existed is not its business, unless its author says so. */
  start?: Start;
  /** Default 1; 0 takes what is there, which is sooner and costs an invocation for almost every record. */
  windowSeconds?: number;
  /** Default 1024, which is a good half of a processor. */
  memoryMb?: number;
}

export function consumerConfig<const Events extends readonly AnyEvent[], Shape extends z.ZodObject = NoSettings>(
  declared: Declared<Events, Shape>,
): ConsumerConfig<Events, Shape> {
  const topics = [...new Set(declared.events.flatMap((event) => event.topics))];
  return {
    batchSize: 100,
    concurrency: 16,
    ordering: 'key',
    timeoutSeconds: 60,
    start: 'now',
    windowSeconds: 1,
    ...declared,
    kind: 'consumer',
    topics,
  };
}
