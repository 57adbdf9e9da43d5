/** The chart of accounts: who holds what, one balance per account and currency. */
import { spreadOver } from '../../lib/store/spread.ts';
import { defineTable, type Item } from '../../lib/store/store.ts';
import type { BalanceShard } from './sums.ts';

export const channelClearing = 'channel_clearing';
export const feeIncome = 'fee_income';
export const refundsPayable = 'refunds_payable';
export const bankPayouts = 'bank_payouts';

/** Holds what doesn't fit any payment, until somebody has looked at it. */
export function suspense(currency: string): string {
  return `suspense:${currency}`;
}

export function merchantPending(merchantId: string): string {
  return `merchant_pending:${merchantId}`;
}

export function merchantAvailable(merchantId: string): string {
  return `merchant_available:${merchantId}`;
}

/** The merchant that owns the account; undefined for our own accounts. */
export function merchantOf(account: string): string | undefined {
  return /^merchant_(?:pending|available):(.+)$/.exec(account)?.[1];
}

/** One posting of one journal, for an account's statement; sort key: when, journal and line. */
export interface Entry extends Item {
  journalId: string;
  currency: string;
  debitMinor?: number;
  creditMinor?: number;
  postedAt: string;
}

/** Sort key: currency and writer, each of whom has a sum of its own. */
export const balances = defineTable<BalanceShard>({ name: 'balances' });
export const entries = defineTable<Entry>({ name: 'entries' });

const BARE = 'account';
const shares = spreadOver(BARE, 16);

/**
 * Every payment moves our own accounts, and a key of DynamoDB takes a thousand write units a second: they are spread over
 * several keys. `by` says which one: what is written under one `by` stays together.
 */
export function accountKey(account: string, by: string): string {
  return `${merchantOf(account) === undefined ? shares.of(by) : BARE}#${account}`;
}

/** All keys that an account's items can have. Before our own accounts were spread, theirs had the bare one. */
export function accountKeys(account: string): string[] {
  const prefixes = merchantOf(account) === undefined ? [BARE, ...shares.all] : [BARE];
  return prefixes.map((prefix) => `${prefix}#${account}`);
}

/** The shard that a writer adds to. Our own accounts move with every payment, too often for one item, so each writer has a sum. */
export function shardOf(account: string, writer: string): string {
  return merchantOf(account) === undefined ? writer : '-';
}

/** Accounts that hold what we have grow by debits; all others are owed or earned, and grow by credits. */
export function growsByDebit(account: string): boolean {
  return account === channelClearing || account.startsWith('suspense:');
}
