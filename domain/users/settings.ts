/** How a user is reached, where and how they want to hear from us. */
import { defineTable, type Item, type Put, putIfAbsent, type Ref, withTombstones } from '../../lib/store/store.ts';
import { refOfUser, userKey } from './user.ts';

export interface UserSettings extends Item {
  version: number;
  email?: string;
  /** It was chosen as the contact; else it is what the registration told, and the user's own record knows better. */
  emailIsChosen?: true;
  /** E.164. */
  phone?: string;
  webhookUrl?: string;
  /** The secret that signs messages to `webhookUrl`; it is shown once, when it is made. */
  webhookSecret?: string;
  locale: string;
  preferences: Preferences;
  createdAt: string;
}

export type Preferences = { email: boolean; sms: boolean; webhook: boolean };

/** The tombstone that an erasure leaves in place of the settings. */
export interface ErasedSettings extends Item {
  version: number;
  deletedAt: string;
}

export const userSettings = withTombstones(defineTable<UserSettings | ErasedSettings>({ name: 'userSettings' }));

export function settingsRef(userId: string): Ref<UserSettings | ErasedSettings> {
  return refOfUser(userSettings, userId);
}

export function isErased(found: UserSettings | ErasedSettings | undefined): found is ErasedSettings {
  return found?.['deletedAt'] !== undefined;
}

/** The settings every user starts with; they never replace any that are there. */
export function initialSettings(
  user: { id: string; email?: string | undefined; locale?: string | undefined },
  at: string,
): Put {
  return putIfAbsent(userSettings, firstSettings(user, at));
}

export function firstSettings(
  user: { id: string; email?: string | undefined; locale?: string | undefined },
  at: string,
): UserSettings {
  return {
    ...userKey(user.id),
    version: 1,
    ...(user.email !== undefined && { email: user.email }),
    locale: user.locale ?? 'en',
    preferences: { email: true, sms: true, webhook: true },
    createdAt: at,
  };
}
