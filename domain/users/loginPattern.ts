/** Where and with what a user logs in, and what to make of a login that does not fit. */
import * as z from 'zod';
import { riskAlertHigh } from '../../events/risk.ts';
import type { userLoggedIn } from '../../events/user.ts';
import { userNoticeRaised } from '../../events/userNotices.ts';
import { type Commit, commit, type DecisionContext, type Loaded } from '../../lib/commit/commit.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { DataOf, NewEvent } from '../../lib/envelope/event.ts';
import { defineTable, type Item, put, type Ref, unchangedSince, withTombstones } from '../../lib/store/store.ts';
import type { LivingUser } from './aboutUser.ts';
import { refOfUser, userKey } from './user.ts';

export const unusualLoginSettings = z.object({
  UNUSUAL_FAILED_ATTEMPTS: z.coerce
    .number()
    .int()
    .min(1)
    .default(5)
    .describe('wrong passwords in a row before the right one that make a login unusual'),
});

export type UnusualLoginSettings = z.output<typeof unusualLoginSettings>;

/** One a user; what was seen latest is last. With `deletedAt` it is what an erasure left. */
export interface LoginPattern extends Item {
  version: number;
  countries?: string[];
  /** Digests of user agents. */
  devices?: string[];
  deletedAt?: string;
}

export const loginPatterns = withTombstones(defineTable<LoginPattern>({ name: 'loginPatterns' }));

/** The number of countries, and of devices, that are remembered; the one not seen for longest is forgotten first. */
const MAX_REMEMBERED = 20;

export type KnownPattern = { pattern: Ref<LoginPattern> };

export function patternOf(userId: string): KnownPattern {
  return { pattern: refOfUser(loginPatterns, userId) };
}

type Login = Envelope<DataOf<typeof userLoggedIn>>;

/**
 * Adds to the pattern what was seen; an alarm stands on the pattern as it was loaded, so that of two logins side by side
 * the second is decided anew, and finds the device known.
 */
export function checkLogin(
  user: LivingUser,
  login: Login,
  { pattern }: Loaded<KnownPattern>,
  { settings, digest }: Pick<DecisionContext<UnusualLoginSettings>, 'settings' | 'digest'>,
): Commit {
  const { countries = [], devices = [], version = 0 } = pattern ?? {};
  const country = countryOf(login);
  const device = deviceOf(user, login, digest);
  const rules = {
    new_country: isNew(country, countries),
    new_device: isNew(device, devices),
    many_failures: (login.data.failed_attempts ?? 0) >= settings.UNUSUAL_FAILED_ATTEMPTS,
  };
  const reasons = Object.entries(rules).flatMap(([reason, fires]) => (fires ? [reason] : []));
  const now = { countries: withLatest(countries, country), devices: withLatest(devices, device) };
  if (reasons.length === 0 && now.countries === countries && now.devices === devices) return commit({});
  const remembered = { ...userKey(user.id), version: version + 1, ...now };
  const writes = [put(loginPatterns, remembered, unchangedSince(pattern, 'version'))];
  return commit({ writes, events: reasons.length === 0 ? [] : alarmsOf(user, login, { reasons, country }) });
}

/** Nothing is new to somebody of whom nothing is known. */
function isNew(what: string | undefined, known: readonly string[]): boolean {
  return what !== undefined && known.length > 0 && !known.includes(what);
}

/** The same list where nothing changes. */
function withLatest(known: string[], what: string | undefined): string[] {
  if (what === undefined || known.at(-1) === what) return known;
  return [...known.filter((one) => one !== what), what].slice(-MAX_REMEMBERED);
}

/** A code of two characters as gateways tell them (`T1` is Tor's); what is none tells nothing. */
function countryOf({ data: { country = '' } }: Login): string | undefined {
  const code = country.trim().toUpperCase();
  return /^[A-Z][A-Z0-9]$/.test(code) ? code : undefined;
}

/** Another digest for every user: no two are found to use the same device. */
function deviceOf({ id }: LivingUser, { data }: Login, digest: DecisionContext['digest']): string | undefined {
  const userAgent = data.user_agent?.trim() ?? '';
  return userAgent === '' ? undefined : digest(JSON.stringify(['user-agent', id, userAgent]));
}

/** To the user, and to the admins; neither holds an address. */
function alarmsOf(
  user: LivingUser,
  login: Login,
  found: { reasons: string[]; country: string | undefined },
): NewEvent[] {
  const { reasons, country } = found;
  const params = { reasons, ...(country !== undefined && { country }), at: login.timestamp };
  const subject = { check_id: login.id, subject_type: 'user', subject_id: user.id };
  return [
    userNoticeRaised({
      user_id: user.id,
      notice: 'unusual_login',
      params,
      category: 'security',
      cause_event_id: login.id,
    }),
    riskAlertHigh({ ...subject, score: 80, level: 'high', reasons }),
  ];
}
