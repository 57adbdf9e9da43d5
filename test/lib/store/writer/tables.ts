/** The table that the writing processes write to. */
import { defineTable } from '../../../../lib/store/store.ts';

export const journal = defineTable({ name: 'journal' });
export const balances = defineTable({ name: 'balances' });
