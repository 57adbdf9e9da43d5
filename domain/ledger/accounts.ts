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

/** What comes in from all channels at once is too hot for one item: every writer has its own. */
export function shardOf(account: string, writer: string): string {
  return account === channelClearing ? writer : '-';
}

/** Accounts that hold what we have grow by debits; all others are owed or earned, and grow by credits. */
export function growsByDebit(account: string): boolean {
  return account === channelClearing || account.startsWith('suspense:');
}

export interface Balance {
  currency: string;
  debit_minor: number;
  credit_minor: number;
  balance_minor: number;
}

/** The shards of one account, as one balance per currency. */
export function sumBalances(account: string, shards: readonly BalanceShard[]): Balance[] {
  const byCurrency = Map.groupBy(shards, ({ currency }) => currency);
  return [...byCurrency].map(([currency, held]) => {
    const debit = held.reduce((sum, { debitMinor }) => sum + debitMinor, 0);
    const credit = held.reduce((sum, { creditMinor }) => sum + creditMinor, 0);
    const balance = growsByDebit(account) ? debit - credit : credit - debit;
    return { currency, debit_minor: debit, credit_minor: credit, balance_minor: balance };
  });
}
