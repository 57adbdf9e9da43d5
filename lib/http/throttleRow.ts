/** How often one address or account has tried in one window of time. */
import { defineTable, type Item } from '../store/store.ts';

export interface Attempts extends Item {
  attempts: number;
  /** Epoch seconds: the end of the window. */
  expiresAt: number;
}

export const attempts = defineTable<Attempts>({ name: 'attempts', expires: true });
