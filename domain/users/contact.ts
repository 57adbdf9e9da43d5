/** Where a user is reached. The settings come a moment after the user, so the user's own record stands in for them. */
import type { Loaded } from '../../lib/commit/commit.ts';
import type { Ref } from '../../lib/store/store.ts';
import { type ErasedSettings, isErased, type Preferences, settingsRef, type UserSettings } from './settings.ts';
import { type User, userRef } from './user.ts';
import { isDeleted, type UserKey, userKeyRef } from './userKey.ts';

export type KnownContact = {
  settings: Ref<UserSettings | ErasedSettings>;
  user: Ref<User>;
  key: Ref<UserKey>;
};

export interface Contact {
  email?: string | undefined;
  locale: string;
  preferences: Preferences;
}

export function contactRefs(userId: string): KnownContact {
  return { settings: settingsRef(userId), user: userRef(userId), key: userKeyRef(userId) };
}

/** undefined: of a user who was deleted. */
export function contactOf({ settings, user, key }: Loaded<Partial<KnownContact>>): Contact | undefined {
  if (isDeleted(key) || isErased(settings)) return undefined;
  return {
    email: addressOf(settings, user),
    locale: settings?.locale ?? user?.locale ?? 'en',
    preferences: settings?.preferences ?? { email: true, sms: true, webhook: true },
  };
}

/** The one they chose; else that of their record, which follows every change; else what the registration told. */
export function addressOf(settings: UserSettings | undefined, user: User | undefined): string | undefined {
  return settings?.emailIsChosen ? settings.email : (user?.email ?? settings?.email);
}
