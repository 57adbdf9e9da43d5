/** The ledger as callers see it. */
import { get, type StackProcess } from './stackProcess.ts';

interface Account {
  account: string;
  balances: { currency: string; debit_minor: number; credit_minor: number; balance_minor: number }[];
}

/** Currency → balance in minor units; empty when nothing was ever posted there. */
export async function balanceOf(stack: StackProcess, account: string): Promise<Record<string, number>> {
  const found = await readAccount(stack, account);
  return Object.fromEntries((found?.balances ?? []).map(({ currency, balance_minor }) => [currency, balance_minor]));
}

/** Debits less credits over these accounts; 0 when every journal balances and none is missing. */
export async function trialBalance(stack: StackProcess, accounts: readonly string[]): Promise<number> {
  const found = await Promise.all(accounts.map((account) => readAccount(stack, account)));
  const balances = found.flatMap((account) => account?.balances ?? []);
  return balances.reduce((sum, { debit_minor, credit_minor }) => sum + debit_minor - credit_minor, 0);
}

async function readAccount(stack: StackProcess, account: string): Promise<Account | null> {
  const url = `${stack.api}/api/v1/accounts/${encodeURIComponent(account)}`;
  const response = await fetch(url, { headers: stack.admin });
  return response.status === 404 ? null : await get<Account>(url, stack.admin);
}
