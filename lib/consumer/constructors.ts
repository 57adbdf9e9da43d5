/** The constructors of consumer Lambdas. A handler file is one call of one of them. */
import type * as z from 'zod';
import { processBatch } from '../batch/processBatch.ts';
import type { Handling } from '../batch/work.ts';
import { type Wrapper, wrapped } from '../batch/wrapper.ts';
import { collectBatch } from '../collecting/collectBatch.ts';
import type { Fold, SomeFold } from '../collecting/fold.ts';
import type { LeftOpen } from '../crashGuard/openRows.ts';
import { decisionHandling } from '../decisions/decide.ts';
import type { Deciders } from '../decisions/decider.ts';
import type { ConsumerConfig } from '../declare/consumerConfig.ts';
import { deliveryHandling } from '../deliveries/deliver.ts';
import type { Deliveries } from '../deliveries/delivery.ts';
import type { AnyEvent } from '../envelope/event.ts';
import { Fault } from '../errors/fault.ts';
import { lambda, type OpenEngine } from '../lambda/lambda.ts';
import type { MskEvent } from '../msk/mskEvent.ts';
import { withoutPrefixes } from '../msk/prefixedEvent.ts';
import type { BatchResponse } from '../outcomes/response.ts';
import { readByClock } from '../reading/eventTime.ts';
import { createReader } from '../reading/message.ts';
import { watermarks } from '../tables/watermarks.ts';

/** Options that a handler may be given beside its config and its decisions. */
export interface Options {
  /** Opens the engine otherwise than from the environment: for tests. */
  open?: OpenEngine;
  /** Around each try of each message, outermost first. */
  wrappers?: readonly Wrapper[];
}

/** A consumer of our own state: load, decide, and commit in one transaction. */
export function consumer<const Events extends readonly AnyEvent[], Shape extends z.ZodObject>(
  config: ConsumerConfig<Events, Shape>,
  deciders: Deciders<Events, z.output<Shape>>,
  options: Options = {},
) {
  requireOneForEach(config, deciders);
  return kafkaLambda(config, decisionHandling(deciders), options);
}

/** A consumer whose effect is outside: claim, send, complete. */
export function delivery<const Events extends readonly AnyEvent[], Shape extends z.ZodObject>(
  config: ConsumerConfig<Events, Shape>,
  deliveries: Deliveries<Events, z.output<Shape>>,
  options: Options = {},
) {
  requireOneForEach(config, deliveries);
  return kafkaLambda(config, deliveryHandling(deliveries, config.concurrency), options);
}

/** A consumer of sums and facts: each partition's records in runs, folded and committed together with its watermark. */
export function collector<const Events extends readonly AnyEvent[], Shape extends z.ZodObject>(
  config: ConsumerConfig<Events, Shape>,
  given: SomeFold<NoInfer<Events>, z.output<Shape>>,
  { open }: Pick<Options, 'open'> = {},
) {
  const fold = given as unknown as Fold;
  requireWatermarks(config);
  const read = createReader(config);
  const leftOpen: LeftOpen = [];
  return lambda<MskEvent, BatchResponse | undefined>(
    config,
    (sent, engine, invocation) =>
      withoutPrefixes(sent, engine.settings.TOPIC_PREFIX, (event) =>
        collectBatch(event, { config, read: readByClock(read, engine.now), engine, fold, invocation, leftOpen }),
      ),
    open,
  );
}

/** The compiler says so too, but nothing runs it before a replay: an event without one would be acknowledged unseen. */
function requireOneForEach({ name, events }: ConsumerConfig, handlers: object): void {
  const wanted = events.map(({ type }) => type).sort();
  const given = Object.keys(handlers).sort();
  if (wanted.join() === given.join()) return;
  throw new Fault(
    'HANDLERS_INVALID',
    `${name} declares ${wanted.join(', ')}; its handler.ts has ${given.join(', ') || 'none'}`,
  );
}

/** Only collectors touch that table, so it is declared like any other: roles stay narrow. */
function requireWatermarks({ name, uses }: ConsumerConfig): void {
  if (uses.some((use) => use.kind === 'table' && use.table.name === watermarks.name)) return;
  throw new Fault('UNDECLARED', `${name} collects: add table(${watermarks.name}) to uses in its config.ts`);
}

function kafkaLambda(config: ConsumerConfig, given: Handling, { open, wrappers = [] }: Options) {
  const handling = wrapped(given, wrappers);
  const read = createReader(config);
  const leftOpen: LeftOpen = [];
  return lambda<MskEvent, BatchResponse | undefined>(
    config,
    (sent, engine, invocation) =>
      withoutPrefixes(sent, engine.settings.TOPIC_PREFIX, (event) =>
        processBatch(event, { config, read: readByClock(read, engine.now), engine, handling, invocation, leftOpen }),
      ),
    open,
  );
}
