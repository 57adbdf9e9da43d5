/** A change of how a user is reached: what is not named stays, and `null` takes away what was chosen. */
import { isDeepStrictEqual } from 'node:util';
import type { Loaded } from '../../lib/commit/commit.ts';
import { type Put, putIfAbsent, putIfVersion } from '../../lib/store/store.ts';
import type { KnownContact } from './contact.ts';
import { firstSettings, isErased, type Preferences, type UserSettings, userSettings } from './settings.ts';
import { isDeleted } from './userKey.ts';

export interface ContactChange {
  email?: string | null | undefined;
  phone?: string | null | undefined;
  webhookUrl?: string | null | undefined;
  locale?: string | null | undefined;
  preferences?: { [Channel in keyof Preferences]?: boolean | undefined } | null | undefined;
}

/**
 * Version 0 stands for a user whose settings are still to come: what they will be, the user's own record tells. undefined:
 * there is no such user, or they were deleted.
 */
export function settingsNow(userId: string, { settings, user, key }: Loaded<KnownContact>): UserSettings | undefined {
  if (isDeleted(key) || isErased(settings)) return undefined;
  if (settings) return settings;
  // An erased record has none.
  if (user?.email === undefined) return undefined;
  return { ...firstSettings({ id: userId, email: user.email, locale: user.locale }, user.createdAt), version: 0 };
}

/** The settings after it; the same ones where nothing changes. `secret` is for the case that one is needed. */
export function changeContact(
  now: UserSettings,
  change: ContactChange,
  ownLocale: string,
  secret: string,
): UserSettings {
  const next: UserSettings = {
    ...now,
    ...(change.locale !== undefined && { locale: change.locale ?? ownLocale }),
    preferences: preferencesAfter(now.preferences, change.preferences),
  };
  if (change.email !== undefined)
    set(next, { email: change.email, emailIsChosen: change.email === null ? null : true });
  if (change.phone !== undefined) set(next, { phone: change.phone });
  const { webhookUrl } = change;
  if (webhookUrl === null) set(next, { webhookUrl: null, webhookSecret: null });
  else if (webhookUrl !== undefined && webhookUrl !== now.webhookUrl) set(next, { webhookUrl, webhookSecret: secret });
  return isDeepStrictEqual(next, now) ? now : { ...next, version: now.version + 1 };
}

/** Fails when another change, or an erasure, came first. */
export function replaceSettings(next: UserSettings): Put {
  return next.version === 1 ? putIfAbsent(userSettings, next) : putIfVersion(userSettings, next, next.version - 1);
}

const ALL_ON: Preferences = { email: true, sms: true, webhook: true };

function preferencesAfter(now: Preferences, change: ContactChange['preferences']): Preferences {
  if (change === null) return ALL_ON;
  const { email = now.email, sms = now.sms, webhook = now.webhook } = change ?? {};
  return { email, sms, webhook };
}

type Choosable = Pick<UserSettings, 'email' | 'emailIsChosen' | 'phone' | 'webhookUrl' | 'webhookSecret'>;

function set(next: UserSettings, chosen: { [Name in keyof Choosable]?: Choosable[Name] | null }): void {
  for (const [name, value] of Object.entries(chosen)) {
    if (value === null) delete next[name];
    else next[name] = value;
  }
}
