/**
 * Sums of money that are never full. A number of an item ends at 2^53 - 1, which nine thousand payments of 10^12 minor
 * units reach; so a sum is kept in three numbers: units, millions and billions of millions. Each add puts less than 10^6
 * (into the last one, at most 9,007) into each, so that the first is full after nine thousand million adds: at a thousand
 * a second, after 285 years.
 */
import type { Item } from '../../lib/store/store.ts';

type Side = 'debit' | 'credit';

/** The attributes of one side, which are absent where nothing was added. */
type Parts<S extends Side> = { [Name in `${S}Minor` | `${S}MinorE6` | `${S}MinorE12`]?: number };

/** Both sides are kept, and only added to, so that writers never collide. */
export interface BalanceShard extends Item, Parts<'debit'>, Parts<'credit'> {
  currency: string;
}

const MILLION = 1_000_000n;

/** The attributes, and what each gains, when an amount from 0 on is added to a sum. */
export function partsOf(side: Side, amountMinor: bigint): Record<string, number> {
  const [units, millions, beyond] = [
    amountMinor % MILLION,
    (amountMinor / MILLION) % MILLION,
    amountMinor / MILLION ** 2n,
  ];
  const parts = { [`${side}Minor`]: units, [`${side}MinorE6`]: millions, [`${side}MinorE12`]: beyond };
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, part]) => (part === 0n ? [] : [[name, Number(part)]])),
  );
}

function sumOf(side: Side, shards: readonly BalanceShard[]): bigint {
  return shards.reduce((sum, shard) => {
    const [units = 0, millions = 0, beyond = 0] = [
      shard[`${side}Minor`],
      shard[`${side}MinorE6`],
      shard[`${side}MinorE12`],
    ];
    return sum + BigInt(units) + BigInt(millions) * 10n ** 6n + BigInt(beyond) * 10n ** 12n;
  }, 0n);
}

/** Credits of one shard less its debits, in minor units. */
export function creditOf(shard: BalanceShard): bigint {
  return sumOf('credit', [shard]) - sumOf('debit', [shard]);
}

/** Minor units; as text beyond 2^53 - 1, where a JSON number would be rounded. */
type Exact = number | string;

export interface Balance {
  currency: string;
  debit_minor: Exact;
  credit_minor: Exact;
  balance_minor: Exact;
}

/** The shards of one account, as one balance per currency. */
export function sumBalances(growsByDebit: boolean, shards: readonly BalanceShard[]): Balance[] {
  const byCurrency = Map.groupBy(shards, ({ currency }) => currency);
  return [...byCurrency].map(([currency, held]) => {
    const [debit, credit] = [sumOf('debit', held), sumOf('credit', held)];
    const balance = growsByDebit ? debit - credit : credit - debit;
    return { currency, debit_minor: exact(debit), credit_minor: exact(credit), balance_minor: exact(balance) };
  });
}

function exact(sum: bigint): Exact {
  const number = Number(sum);
  return Number.isSafeInteger(number) ? number : String(sum);
}
