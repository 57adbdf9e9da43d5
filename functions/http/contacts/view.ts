/** How a user is reached, as callers see it. The signing secret is no part of it. */
import { addressOf } from '../../../domain/users/contact.ts';
import type { UserSettings } from '../../../domain/users/settings.ts';
import type { User } from '../../../domain/users/user.ts';
import { etagOf } from '../../../lib/http/versions.ts';

export function contactView(userId: string, settings: UserSettings, user: User | undefined) {
  const { phone, webhookUrl, locale, preferences } = settings;
  const email = addressOf(settings, user);
  return {
    user_id: userId,
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(webhookUrl !== undefined && { webhook_url: webhookUrl }),
    locale,
    preferences,
  };
}

/** An address that was not chosen follows the account, so its version counts as well. */
export function contactTag(settings: UserSettings, user: User | undefined): string {
  return etagOf(settings.version, user ? `u${user.version}` : '');
}
