/** Where a payment's money is, from the facts known of it; an event's journal is the difference it makes. */
import {
  channelClearing,
  feeIncome,
  merchantAvailable,
  merchantPending,
  refundsPayable,
  suspense,
} from './accounts.ts';

/** Facts of one payment, in whatever order they came. */
export interface PaymentFacts {
  paid?: Paid;
  /** Currency → sum of the successful refunds in it: digits, for many refunds can add up to more than 2^53 - 1. */
  refunded?: { readonly [currency: string]: string };
  /** State of the order that the payment names; absent while nothing was told of it. */
  order?: OrderState;
}

export type Paid = {
  merchantId: string;
  orderId?: string;
  amountMinor: number;
  currency: string;
  /** Our fee, fixed when the payment is posted: a later change of the setting moves no money that was posted before. */
  feeMinor: number;
};

/** `contradictory`: both completed and cancelled. The money stays where completion put it, and somebody is alerted. */
export type OrderState = 'completed' | 'cancelled' | 'contradictory';

export interface Holding {
  account: string;
  currency: string;
  /** Minor units: debits positive, credits negative. Beyond 2^53 - 1 where refunds add up to that. */
  minor: bigint;
}

/** Holdings of every account; per currency they add up to nothing. */
export type Position = readonly Holding[];

/** Money moves when the payment is known to have succeeded; refunds and ends of orders that come before wait as facts. */
export function position(facts: PaymentFacts): Position {
  const { paid, refunded = {} } = facts;
  if (!paid) return [];
  const { currency } = paid;
  const [amount, fee] = [BigInt(paid.amountMinor), BigInt(paid.feeMinor)];
  const held: Holding[] = [
    { account: channelClearing, currency, minor: amount },
    { account: holderOf(paid, facts.order), currency, minor: fee - amount },
    { account: feeIncome, currency, minor: -fee },
  ];
  for (const [other, sum] of Object.entries(refunded)) {
    held.push({ account: channelClearing, currency: other, minor: -BigInt(sum) });
    if (other === currency) held.push(...refundedFrom(paid, facts.order, BigInt(sum)));
    else held.push({ account: suspense(other), currency: other, minor: BigInt(sum) });
  }
  return sumUp(held);
}

/** Money of an order waits until the order ends; other money is the merchant's at once. */
function holderOf({ merchantId, orderId }: Paid, order: OrderState | undefined): string {
  if (orderId === undefined) return merchantAvailable(merchantId);
  if (order === undefined) return merchantPending(merchantId);
  return order === 'cancelled' ? refundsPayable : merchantAvailable(merchantId);
}

/** Refunds take a cancelled order's money first, then the merchant's; never more than was paid, for the rest is suspense. */
function refundedFrom(paid: Paid, order: OrderState | undefined, sum: bigint): Holding[] {
  const { merchantId, currency } = paid;
  const [amount, fee] = [BigInt(paid.amountMinor), BigInt(paid.feeMinor)];
  const fitting = sum < amount ? sum : amount;
  const holder = holderOf(paid, order);
  // The fee of a cancelled payment is not among what waits to be refunded: the merchant bears it.
  const waiting = holder === refundsPayable ? amount - fee : fitting;
  const fromHolder = fitting < waiting ? fitting : waiting;
  return [
    { account: holder, currency, minor: fromHolder },
    { account: merchantAvailable(merchantId), currency, minor: fitting - fromHolder },
    { account: suspense(currency), currency, minor: sum - fitting },
  ];
}

/** The moves that lead from `before` to `after`, without accounts that don't move. */
export function difference(after: Position, before: Position): Position {
  return sumUp([...after, ...before.map((holding) => ({ ...holding, minor: -holding.minor }))]);
}

/** One holding per account and currency, in order of first appearance, without those that come to nothing. */
export function sumUp(holdings: readonly Holding[]): Position {
  const byAccount = Map.groupBy(holdings, ({ account, currency }) => JSON.stringify([account, currency]));
  const sums = [...byAccount.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, minor: more.reduce((sum, { minor }) => sum + minor, first.minor) }] : [],
  );
  return sums.filter(({ minor }) => minor !== 0n);
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
