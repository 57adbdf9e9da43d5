/** Numbers that people read to each other: no sequence, from which one could tell how many there are. */
import type { DecisionContext } from '../lib/commit/commit.ts';

/** Three letters, the date, and 60 random bits in hexadecimal: `PAY202611217C1D90A2B34E4F5`. */
export function newNumber(letters: string, createdAt: string, { newId }: Pick<DecisionContext, 'newId'>): string {
  const day = createdAt.slice(0, 10).replaceAll('-', '');
  return `${letters}${day}${newId().replaceAll('-', '').slice(0, 15).toUpperCase()}`;
}
