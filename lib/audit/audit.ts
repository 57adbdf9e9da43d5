/** The audit log of what operators did by hand, and why: one entry an act, kept for ever. */
import { defineTable, type Item, type Put, putIfAbsent } from '../store/store.ts';

/** No name, address or payload of a person: ids and codes only. */
export interface AuditEntry extends Item {
  /** `outbox.discard` */
  action: string;
  /** Who did it, as the system knows them. */
  actor: string;
  reason: string;
  at: string;
  details: { [name: string]: string | number | null };
}

/** Key: what it was done to, and when. */
export const audit = defineTable<AuditEntry>({ name: 'audit' });

export interface Act {
  subject: string;
  action: string;
  actor: string;
  reason: string;
  details: AuditEntry['details'];
}

/** To be written in the same transaction as what was done. `id` tells acts of one moment apart. */
export function auditEntry({ subject, ...act }: Act, at: string, id: string): Put {
  return putIfAbsent(audit, { pk: subject, sk: `${at}#${id}`, at, ...act });
}
