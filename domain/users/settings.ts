/** A user's settings: where and how they want to hear from us. */
import { defineTable, type Item, type Put, putIfAbsent } from '../../lib/store/store.ts';
import { userKey } from './user.ts';

export interface UserSettings extends Item {
  version: number;
  email?: string;
  locale: string;
  preferences: { email: boolean; sms: boolean; webhook: boolean };
  createdAt: string;
}

export const userSettings = defineTable<UserSettings>({ name: 'userSettings' });

/** The settings every user starts with; they never replace any that are there. */
export function initialSettings(
  user: { id: string; email?: string | undefined; locale?: string | undefined },
  at: string,
): Put {
  return putIfAbsent(userSettings, {
    ...userKey(user.id),
    version: 1,
    ...(user.email !== undefined && { email: user.email }),
    locale: user.locale ?? 'en',
    preferences: { email: true, sms: true, webhook: true },
    createdAt: at,
  });
}
