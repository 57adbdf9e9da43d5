/** Risk rules: each that fires adds to the score, and the score gives the level. */
import * as z from 'zod';

const list = z.string().transform((text) => text.split(',').filter((part) => part !== ''));
const whole = z.coerce.number().int().min(0);
const perCurrency = z.string().transform((text, context): Record<string, number> => {
  const pairs = text.split(',').map((pair) => pair.split(':'));
  if (pairs.every(([name, amount]) => name && Number.isSafeInteger(Number(amount)))) {
    return Object.fromEntries(pairs.map(([name, amount]) => [name, Number(amount)]));
  }
  context.addIssue(`expected like default:1000000,JPY:10000, came ${text}`);
  return z.NEVER;
});

export const riskSettings = z.object({
  RISK_LARGE_AMOUNTS: perCurrency.default({ default: 1_000_000 }).describe('minor units that add 40, by currency'),
  RISK_HUGE_AMOUNTS: perCurrency.default({ default: 10_000_000 }).describe('minor units that add 80 instead'),
  RISK_BUSY_CHECKS: whole.default(10).describe('checks of one subject in 10 minutes that add 40'),
  RISK_WATCH_LIST: list.default([]).describe('countries that add 30, comma-separated'),
});

export type RiskSettings = z.output<typeof riskSettings>;

export const BUSY_WINDOW_MS = 600_000;
const TRAVEL_WINDOW_MS = 3_600_000;

export interface Check {
  amountMinor?: number | undefined;
  currency?: string | undefined;
  country?: string | undefined;
  atMs: number;
}

/** The facts about the subject from before this check. */
export interface Known {
  /** Epoch milliseconds of the checks in the last 10 minutes. */
  recentMs: readonly number[];
  lastCountry?: string | undefined;
  lastCountryMs?: number | undefined;
}

export interface Verdict {
  score: number;
  level: 'low' | 'medium' | 'high' | 'critical';
  reasons: string[];
}

export function assess(check: Check, known: Known, settings: RiskSettings): Verdict {
  const fired = [...amountRules(check, settings), ...subjectRules(check, known, settings)];
  const score = fired.reduce((sum, { points }) => sum + points, 0);
  return { score, level: levelOf(score), reasons: fired.map(({ code }) => code) };
}

interface Fired {
  code: string;
  points: number;
}

function amountRules({ amountMinor = 0, currency = 'default' }: Check, settings: RiskSettings): Fired[] {
  const limitOf = (limits: Record<string, number>) => limits[currency] ?? limits['default'] ?? Number.POSITIVE_INFINITY;
  if (amountMinor >= limitOf(settings.RISK_HUGE_AMOUNTS)) return [{ code: 'huge_amount', points: 80 }];
  if (amountMinor >= limitOf(settings.RISK_LARGE_AMOUNTS)) return [{ code: 'large_amount', points: 40 }];
  return [];
}

function subjectRules({ country, atMs }: Check, known: Known, settings: RiskSettings): Fired[] {
  const checks = known.recentMs.filter((ms) => atMs - ms < BUSY_WINDOW_MS).length + 1;
  const isElsewhere = country !== undefined && known.lastCountry !== undefined && country !== known.lastCountry;
  const wasThereMs = known.lastCountryMs ?? Number.NEGATIVE_INFINITY;
  const rules = [
    { code: 'many_checks', points: 40, fires: checks >= settings.RISK_BUSY_CHECKS },
    { code: 'watched_country', points: 30, fires: country !== undefined && settings.RISK_WATCH_LIST.includes(country) },
    { code: 'country_changed', points: 30, fires: isElsewhere && atMs - wasThereMs < TRAVEL_WINDOW_MS },
  ];
  return rules.filter(({ fires }) => fires);
}

function levelOf(score: number): Verdict['level'] {
  if (score < 40) return 'low';
  if (score < 70) return 'medium';
  return score < 100 ? 'high' : 'critical';
}
