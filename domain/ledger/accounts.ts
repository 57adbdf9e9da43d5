/** The chart of accounts: who holds what, one balance per account and currency. */
import { defineTable, type Item } from '../../lib/store/store.ts';

export const channelClearing = 'channel_clearing';
export const feeIncome = 'fee_income';

export function merchantPending(merchantId: string): string {
  return `merchant_pending:${merchantId}`;
}

export function merchantAvailable(merchantId: string): string {
  return `merchant_available:${merchantId}`;
}

/** Whose account it is; undefined for ours. */
export function merchantOf(account: string): string | undefined {
  return /^merchant_(?:pending|available):(.+)$/.exec(account)?.[1];
}

/** Key: account; sort key: currency and shard. Only sums are kept, so that adds never collide. */
export interface BalanceShard extends Item {
  currency: string;
  debitMinor: number;
  creditMinor: number;
}

/** One posting of one journal, for an account's statement. */
export interface Entry extends Item {
  journalId: string;
  currency: string;
  debitMinor?: number;
  creditMinor?: number;
  postedAt: string;
}

export const balances = defineTable<BalanceShard>({ name: 'balances' });
export const entries = defineTable<Entry>({ name: 'entries' });

export function accountKey(account: string): string {
  return `account#${account}`;
}

/** Sums of smaller amounts stay exact: nine thousand of these fit below 2^53. */
const LARGE_MINOR = 1_000_000_000_000;

/**
 * What comes in from all channels at once is too hot for one item: every writer has its own. An amount beyond all
 * likelihood has one for itself, so that it leaves room for everybody else's money.
 */
export function shardOf(posting: { account: string; amountMinor: number }, writer: string, journalId: string): string {
  if (posting.amountMinor > LARGE_MINOR) return journalId;
  return posting.account === channelClearing ? writer : '-';
}

/** Accounts that hold what we have grow by debits; all others are owed or earned, and grow by credits. */
export function growsByDebit(account: string): boolean {
  return account === channelClearing || account.startsWith('suspense:');
}

/** Minor units; as text beyond 2^53 - 1, where a JSON number would be rounded. */
type Exact = number | string;

export interface Balance {
  currency: string;
  debit_minor: Exact;
  credit_minor: Exact;
  balance_minor: Exact;
}

function exact(sum: bigint): Exact {
  const number = Number(sum);
  return Number.isSafeInteger(number) ? number : String(sum);
}

/** The shards of one account, as one balance per currency. */
export function sumBalances(account: string, shards: readonly BalanceShard[]): Balance[] {
  const byCurrency = Map.groupBy(shards, ({ currency }) => currency);
  return [...byCurrency].map(([currency, held]) => {
    const debit = held.reduce((sum, { debitMinor }) => sum + BigInt(debitMinor), 0n);
    const credit = held.reduce((sum, { creditMinor }) => sum + BigInt(creditMinor), 0n);
    const balance = growsByDebit(account) ? debit - credit : credit - debit;
    return {
      currency,
      debit_minor: exact(debit),
      credit_minor: exact(credit),
      balance_minor: exact(balance),
    };
  });
}
