/** One message through a delivery: recognise a repeat, claim, send, complete. */
import { randomUUID } from 'node:crypto';
import { type Engine, surroundingsOf } from '../connect/engine.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { placeOf } from '../kafka/record.ts';
import type { Invocation } from '../lambda/lambda.ts';
import type { Handle } from './batch.ts';
import { type Claim, claim, complete, refused, release, startSending } from './claims.ts';
import type { Channel, Delivery, Prepared } from './delivery.ts';
import { failureOf, failureRef, type Mark, markExpiry, markRef } from './marks.ts';
import type { Message } from './message.ts';
import { duplicate, handled, ignored, type Result } from './result.ts';

export function deliveryHandle(deliveries: { readonly [type: string]: Delivery }): Handle {
  return async (message, engine, invocation) => {
    const found = deliveries[message.event.type];
    if (!found) return ignored;
    const prepared = await prepare(message, found, engine);
    if (prepared.kind !== 'send') return prepared;
    const key = surroundingsOf(engine).digest(prepared.key);
    const wanted = {
      ref: markRef(engine.function, key),
      owner: `${invocation.id} ${placeOf(message.record)}`,
      base: { eventId: message.event.id.toWellFormed(), expiresAt: markExpiry(message.topic, engine.now()) },
    };
    const claiming = await claim(wanted, engine.connections.store, engine.now());
    if (claiming.kind === 'settled') return { ...duplicate, ...failureOf(claiming.mark) };
    const sending = {
      channel: found.channel,
      outgoing: prepared.message,
      key: `${engine.function}-${key}`,
      claim: claiming.claim,
    };
    return await sendClaimed(sending, engine, invocation);
  };
}

async function prepare(message: Message, found: Delivery, engine: Engine): Promise<Prepared<unknown> | Result> {
  const event = message.event as Envelope<never>;
  const refs = found.load?.(event, surroundingsOf(engine)) ?? {};
  const wanted = [failureRef(engine.function, message.record), ...Object.values(refs)];
  const [failure, ...items] = await engine.connections.store.read(wanted);
  if (failure) return { ...duplicate, ...failureOf(failure as Mark) };
  const loaded = Object.fromEntries(Object.keys(refs).map((name, index) => [name, items[index]]));
  const prepared = found.prepare(event, loaded);
  if (prepared.kind === 'refusal') throw new Fault('REFUSED', prepared.detail);
  if (prepared.kind === 'send') return prepared;
  engine.log.info('record.skipped', { place: placeOf(message.record), reason: prepared.reason });
  return ignored;
}

interface Sending {
  channel: Channel<unknown>;
  outgoing: unknown;
  /** The provider's idempotency key. */
  key: string;
  claim: Claim;
}

async function sendClaimed(sending: Sending, engine: Engine, invocation: Invocation): Promise<Result> {
  const { claim: held } = sending;
  try {
    await sendAndComplete(sending, engine, invocation);
    return handled;
  } catch (error) {
    const fault = toFault(error);
    const settled = fault.class === 'permanent' ? refused(held, fault, engine.now()) : release(held);
    return { kind: 'failed', fault, writes: [settled] };
  }
}

async function sendAndComplete(sending: Sending, engine: Engine, invocation: Invocation): Promise<void> {
  const { channel, outgoing, key, claim: held } = sending;
  const { store } = engine.connections;
  const canRepeat = channel.onUnknown === 'repeat' || channel.takesKeys(engine.connections);
  // Someone died between sending and writing it down, and the provider could not tell a repeat.
  if (held.outcomeUnknown && !canRepeat) throw new Fault('OUTCOME_UNKNOWN', held.ref.pk);
  if (held.outcomeUnknown) engine.log.warn('delivery.repeated', { claim: held.ref.pk });
  await startSending(held, channel.limitMs, store, engine.now());
  const signal = AbortSignal.any([invocation.signal, AbortSignal.timeout(channel.limitMs)]);
  try {
    await channel.send(outgoing, key, signal, engine.connections);
  } catch (error) {
    const fault = toFault(error);
    if (fault.class === 'unavailable' || fault.class === 'throttled') await giveBack(held, engine);
    throw fault.class === 'transient' && !canRepeat
      ? new Fault('OUTCOME_UNKNOWN', fault.message, { cause: fault })
      : fault;
  }
  await complete(held, store, engine.now());
}

/** It was certainly not sent, so whoever comes next need not wait for the lease to run out. */
async function giveBack(held: Claim, engine: Engine): Promise<void> {
  await engine.connections.store.transact([release(held)], randomUUID()).catch((error: unknown) => {
    engine.log.warn('claim.kept', { claim: held.ref.pk, error: toFault(error).message });
  });
}
