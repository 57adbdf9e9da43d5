/** Holds nothing: `/health` finds out by it whether the store takes writes, without a right to any other table. */
import { defineTable } from '../store/store.ts';

export const health = defineTable({ name: 'health' });
