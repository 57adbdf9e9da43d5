/** The provider locally: what becomes of a charge stands in its metadata, and every call is listed with what it moved. */
import { Fault } from '../errors/fault.ts';
import { type Arrival, type Inbox, openInbox, type Sender } from '../port/inbox.ts';
import type { LocalOpening } from '../port/port.ts';
import { openDatabase } from '../sqlite/database.ts';
import type { Channel, ChannelAnswer, ChannelCall } from './channel.ts';
import { type Charge, chargeAfter } from './localCharge.ts';

/** A call, what was answered, and the minor units that it moved: below zero what came back. */
export interface KeptCall {
  operation: ChannelCall['operation'];
  reference: string;
  amountMinor: number;
  currency: string;
  movedMinor: number;
  answer: string;
}

export type ReceivedCall = KeptCall & Arrival;

export function openCalls(outside: string): Inbox<KeptCall, ReceivedCall> {
  return openInbox<KeptCall>(outside, 'channel');
}

export function openLocal({ name, outside, settings, now }: LocalOpening<{ CHANNEL_PAYOUTS: string }>): Channel {
  // Each call is listed; what was charged is known by the movement's own reference.
  return localChannel(outside, { function: name, takesKeys: false, now }, settings.CHANNEL_PAYOUTS);
}

const LOCK_WAIT_MS = 5_000;

function localChannel(outside: string, sender: Sender, payouts: string): Channel {
  const calls = openCalls(outside);
  const charges = openCharges(outside);
  return {
    takesKeys: true,
    send: async (call, { signal }) => {
      if (signal.aborted) throw new Fault('TIMED_OUT', `a ${call.operation} under key ${call.key}`);
      const { movedMinor, answer } = charges.apply(call, payouts);
      const told = answer instanceof Fault ? answer.code : answer.status;
      const { operation, reference, amountMinor, currency } = call;
      calls.receive({ operation, reference, amountMinor, currency, movedMinor, answer: told }, call.key, sender);
      if (answer instanceof Fault) throw answer;
      return answer;
    },
  };
}

interface Applied {
  movedMinor: number;
  answer: ChannelAnswer | Fault;
}

function openCharges(file: string): { apply(call: ChannelCall, payouts: string): Applied } {
  const db = openDatabase({ file, lockWaitMs: LOCK_WAIT_MS, fault: 'DEPENDENCY_UNAVAILABLE' });
  db.execute('CREATE TABLE IF NOT EXISTS channel_charges (reference TEXT PRIMARY KEY, charge TEXT NOT NULL)');
  const find = db.statement('SELECT charge FROM channel_charges WHERE reference = ?');
  const keep = db.statement('INSERT OR REPLACE INTO channel_charges (reference, charge) VALUES (?, ?)');
  return {
    apply: (call, payouts) =>
      db.transaction(() => {
        const row = find.get(call.reference)?.['charge'];
        const { charge, ...applied } = chargeAfter(
          row === undefined ? undefined : (JSON.parse(String(row)) as Charge),
          call,
          payouts,
        );
        keep.run(call.reference, JSON.stringify(charge));
        return applied;
      }),
  };
}
