/** The entry of the audit that says what an operator did: who is logged in at this machine, now. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { type Act, auditEntry } from '../lib/audit/audit.ts';
import { machineClock } from '../lib/clock/clock.ts';
import type { Put } from '../lib/store/store.ts';

export function operatorEntry(act: Omit<Act, 'actor'>): Put {
  return auditEntry({ ...act, actor: userInfo().username }, new Date(machineClock()).toISOString(), randomUUID());
}
