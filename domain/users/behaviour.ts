/** The behaviour log: all that a user did, whether we know what it means or not. */
import type { Commit } from '../../lib/commit/commit.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import { defineTable } from '../../lib/store/store.ts';
import { isCode, OTHER_TYPE } from '../code.ts';
import type { LivingUser } from './aboutUser.ts';
import { entered, type LogEntry, sealedEntry } from './sealedLog.ts';

export interface BehaviourEntry extends LogEntry {
  /** The event's type: `page_view`. What is no code may tell of a person, and is sealed with the rest. */
  action: string;
}

export const behaviours = defineTable<BehaviourEntry>({ name: 'behaviours' });

/** The event's own data is kept under one attribute, since its field names are foreign and could clash with ours. */
export function logBehaviour(user: LivingUser, event: Envelope): Commit {
  const { type: action, data } = event;
  const content = isCode(action)
    ? { clear: { action }, sealed: { data } }
    : { clear: { action: OTHER_TYPE }, sealed: { action, data } };
  const entry = sealedEntry(behaviours, user, event, content);
  return entered(entry, event, user.key.writes);
}
