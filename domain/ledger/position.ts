/** Where a payment's money is, from the facts known of it; an event's journal is the difference it makes. */
import { channelClearing, feeIncome, merchantAvailable, merchantPending } from './accounts.ts';

export interface PaymentFacts {
  paid?: Paid;
}

export type Paid = {
  merchantId: string;
  orderId?: string;
  amountMinor: number;
  currency: string;
};

/** Account → minor units, debits positive, credits negative. They always sum up to nothing. */
export type Position = ReadonlyMap<string, number>;

export function position(facts: PaymentFacts, feeBasisPoints: number): Position {
  const { paid } = facts;
  if (!paid) return new Map();
  const fee = feeOf(paid.amountMinor, feeBasisPoints);
  // Money of an order waits until the order is completed; other money is the merchant's at once.
  const holder = paid.orderId === undefined ? merchantAvailable(paid.merchantId) : merchantPending(paid.merchantId);
  return new Map([
    [channelClearing, paid.amountMinor],
    [holder, fee - paid.amountMinor],
    [feeIncome, -fee],
  ]);
}

/** The amounts by which `after` differs from `before`, without accounts that don't move. */
export function difference(after: Position, before: Position): Position {
  const accounts = new Set([...after.keys(), ...before.keys()]);
  const moved = [...accounts].map(
    (account) => [account, (after.get(account) ?? 0) - (before.get(account) ?? 0)] as const,
  );
  return new Map(moved.filter(([, amount]) => amount !== 0));
}

const BASIS_POINTS = 10_000n;

/** Rounded half to even, in integers all the way: the product can be beyond 2^53. */
export function feeOf(amountMinor: number, feeBasisPoints: number): number {
  const product = BigInt(amountMinor) * BigInt(feeBasisPoints);
  const whole = product / BASIS_POINTS;
  const twice = (product % BASIS_POINTS) * 2n;
  const roundsUp = twice > BASIS_POINTS || (twice === BASIS_POINTS && whole % 2n === 1n);
  return Number(roundsUp ? whole + 1n : whole);
}
