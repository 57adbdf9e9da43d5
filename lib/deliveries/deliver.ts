/** One message through a delivery: recognise a repeat, claim, send, complete. */
import pLimit, { type LimitFunction } from 'p-limit';
import type { Handling, Work } from '../batch/work.ts';
import { checkAnswer } from '../commit/answers.ts';
import { load } from '../commit/load.ts';
import { decisionContextOf, type Engine } from '../connect/engine.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { idInKeys } from '../envelope/idInKeys.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { type Finding, findingOf, isBug } from '../failures/faultyCode.ts';
import { placeOf } from '../kafka/record.ts';
import type { Invocation } from '../lambda/lambda.ts';
import { duplicate, handled, ignored, type Result } from '../outcomes/result.ts';
import { isLater, type Later } from '../port/later.ts';
import type { Message } from '../reading/message.ts';
import { failureRef, markExpiry, markRef, settledOf } from '../tables/marks.ts';
import { type Claiming, claim } from './claiming.ts';
import { type Claim, keepReceipt, lapsed, lapsedSent, refused } from './claims.ts';
import { defer, deferSend } from './defer.ts';
import type { AnyDelivery, Prepared, SomeDelivery } from './delivery.ts';
import { askedOf, isOutOfReach, loadsOf, planFor, receiptIn, receiptText, writeSent } from './follow.ts';
import { createSendBugs, type SendBugs } from './sendBugs.ts';
import { giveUp, noteSending, untilAnswered } from './sending.ts';

/** `concurrency` messages are sent side by side; claiming and completing are not limited, the store takes them together. */
export function deliveryHandling(given: { readonly [type: string]: SomeDelivery }, concurrency: number): Handling {
  // Each gets the events that it was declared for.
  const deliveries = given as unknown as { readonly [type: string]: AnyDelivery };
  const slots = pLimit(concurrency);
  const bugs = createSendBugs();
  const one: Handling['one'] = async (message, work) => {
    const { engine } = work;
    const found = deliveries[message.route];
    if (!found) return ignored;
    const prepared = await prepare(message, found, engine);
    if (prepared.kind === 'later') return await defer(message, prepared.dueAtMs, work);
    if (prepared.kind !== 'send') return prepared;
    const key = decisionContextOf(engine).digest(prepared.key);
    const claiming = await claimInTurn(key, message, work);
    if (claiming.kind === 'settled') {
      bugs.passed(message.record);
      return { ...duplicate, ...settledOf(claiming.mark) };
    }
    const sending = { message, found, outgoing: prepared.message, key: `${engine.function}-${key}` };
    return await sendClaimed({ ...sending, claim: claiming.claim, slots, bugs }, work);
  };
  return {
    one,
    probe: async (message, { engine }) => {
      const found = deliveries[message.route];
      return found ? await prepare(message, found, engine).then((): Finding => 'passed', findingOf) : 'other';
    },
  };
}

/** A key that another record of this very invocation holds is waited for; one held elsewhere goes back to Lambda. */
async function claimInTurn(key: string, message: Message, work: Work): Promise<Exclude<Claiming, { kind: 'held' }>> {
  const { engine, invocation, inFlight } = work;
  const ref = markRef(engine.function, key);
  const failure = failureRef(engine.function, message.record);
  const owner = ownerOf(invocation, placeOf(message.record));
  for (;;) {
    const base = { eventId: idInKeys(message.event.id), expiresAt: markExpiry(message.topic, engine.now()) };
    const claiming = await claim({ ref, owner, base, failure }, engine.connections.store, engine.now());
    if (claiming.kind !== 'held') return claiming;
    const holder = inFlight.get(claiming.owner.slice(ownerOf(invocation, '').length));
    if (!holder || !claiming.owner.startsWith(ownerOf(invocation, ''))) {
      const until = new Date(claiming.untilMs).toISOString();
      throw new Fault('IN_PROGRESS_ELSEWHERE', `${ref.pk} is held until ${until}`);
    }
    await holder;
  }
}

function ownerOf({ id }: Invocation, place: string): string {
  return `${id} ${place}`;
}

async function prepare(
  message: Message,
  found: AnyDelivery,
  engine: Engine,
): Promise<Prepared<unknown> | Later | Result> {
  const event = message.event as Envelope<never>;
  const asked = (step: string) => () => askedOf(engine, step, message);
  const context = decisionContextOf(engine, `${message.record.topic}-${message.record.partition}`);
  const loaded = await load(loadsOf(found, event, context, asked('load')), engine.connections.store);
  const prepared = checkAnswer(found.prepare(event, loaded, context), PREPARED, asked('prepare'));
  if (prepared.kind === 'refusal') throw new Fault('REFUSED', prepared.detail);
  if (prepared.kind !== 'skip') return prepared;
  engine.log.info('record.skipped', { place: placeOf(message.record), reason: prepared.reason });
  return { ...ignored, reason: prepared.reason };
}

const PREPARED = ['send', 'later', 'skip', 'refusal'] as const;

interface Sending {
  slots: LimitFunction;
  bugs: SendBugs;
  message: Message;
  found: AnyDelivery;
  outgoing: unknown;
  /** The provider's idempotency key. */
  key: string;
  claim: Claim;
}

async function sendClaimed(sending: Sending, work: Work): Promise<Result> {
  const { claim: held, message, found, bugs } = sending;
  const { engine } = work;
  let receipt = held.receipt;
  try {
    if (receipt === undefined) {
      const answer = await sendOnce(sending, work);
      if (isLater(answer)) return await deferSend(message, answer.dueAtMs, held, work);
      receipt = receiptText(answer);
    }
    await writeSent({ message, found, claim: held, receipt: receiptIn(receipt) }, work);
    bugs.passed(message.record);
    return handled;
  } catch (error) {
    if (receipt === undefined) return failedToSend(error, sending, engine);
    return await sentInVain(bugs.judged(toFault(error), message.record, engine), receipt, held, work);
  }
}

function failedToSend(error: unknown, { claim: held, message, found }: Sending, engine: Engine): Result {
  const fault = toFault(error);
  const nowMs = engine.now();
  const settled = fault.class === 'permanent' ? refused(held, fault, nowMs) : lapsed(held, nowMs);
  const { onFailed } = found;
  if (!onFailed) return { kind: 'failed', fault, writes: [settled] };
  const follow = () =>
    planFor(
      { message, found },
      (event, loaded, context) =>
        checkAnswer(onFailed(event, loaded, fault, context), ['commit'], () => askedOf(engine, 'onFailed', message)),
      engine,
    );
  return { kind: 'failed', fault, writes: [settled], follow };
}

/** It is sent, but what follows is not written. Its receipt is kept with the claim, so that the next try sends nothing. */
async function sentInVain(fault: Fault, receipt: string, held: Claim, work: Work): Promise<Result> {
  const { engine } = work;
  if (isOutOfReach(fault)) return { kind: 'failed', fault, writes: [lapsed(held, engine.now())] };
  await untilAnswered(() => keepReceipt(held, receipt, engine.connections.store, engine.now()), held, work);
  return { kind: 'failed', fault, writes: [lapsedSent(held, receipt, engine.now())] };
}

/** Answers the provider's receipt, or that it is to be sent later. */
async function sendOnce(sending: Sending, work: Work): Promise<unknown> {
  const { engine, invocation } = work;
  const { found, outgoing, key, claim: held, slots, bugs, message } = sending;
  const { channel } = found;
  const canRepeat = channel.onUnknown === 'repeat' || channel.takesKeys(engine.connections);
  // Someone died between sending and writing it down, and the provider could not tell a repeat.
  if (held.outcomeUnknown && !canRepeat) throw new Fault('OUTCOME_UNKNOWN', held.ref.pk);
  if (held.outcomeUnknown) engine.log.warn('delivery.repeated', { claim: held.ref.pk });
  return await slots(async () => {
    await refuseEarly(canRepeat ? null : bugs.refusal(engine), sending, work);
    await noteSending(held, channel.limitMs, engine);
    const signal = AbortSignal.any([invocation.signal, AbortSignal.timeout(channel.limitMs)]);
    try {
      return await channel.send(outgoing, key, signal, engine.connections);
    } catch (error) {
      const fault = toFault(error);
      const judged = bugs.judged(fault, message.record, engine);
      // A bug may have met the answer, when it was sent.
      const isUnknown = (fault.class === 'transient' || isBug(fault)) && !canRepeat;
      if (isUnknown) throw new Fault('OUTCOME_UNKNOWN', fault.message, { cause: fault });
      if (judged.class === 'unavailable' || judged.class === 'throttled') await giveUp(held, engine);
      throw judged;
    }
  });
}

/**
 * Time may have run out while others were sent, or a breaker opened. Said before it is noted as sending: what is not noted
 * so can't be taken for sent, whatever becomes of the claim.
 */
async function refuseEarly(known: Fault | null, { found, claim: held }: Sending, work: Work): Promise<void> {
  const { engine, deadline } = work;
  const tooLate = deadline.canStart() ? null : new Fault('TOO_LATE', held.ref.pk);
  const refusal = tooLate ?? known ?? found.channel.refusal?.(engine.connections);
  if (!refusal) return;
  await giveUp(held, engine);
  throw refusal;
}
