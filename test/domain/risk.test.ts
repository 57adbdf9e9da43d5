import { describe, expect, test } from 'vitest';
import { alertSettings, currentCaseOf, raiseAlert } from '../../domain/risk/alert.ts';
import { assess, riskSettings } from '../../domain/risk/rules.ts';

const nowMs = Date.parse('2026-11-21T08:00:00Z');
const settings = riskSettings.parse({ RISK_WATCH_LIST: 'KP,IR', RISK_LARGE_AMOUNTS: 'default:1000000,JPY:5000' });
const minutesAgo = (minutes: number) => nowMs - minutes * 60_000;

describe('a risk verdict', () => {
  const recentMs = (times: number, minutes: number) => Array.from({ length: times }, () => minutesAgo(minutes));
  const inGermany = (minutes: number) => ({ lastCountry: 'DE', lastCountryMs: minutesAgo(minutes) });
  const cases = [
    { of: 'a small amount', check: { amountMinor: 999_999 }, is: [0, 'low'] },
    { of: 'a large amount', check: { amountMinor: 1_000_000 }, is: [40, 'medium', 'large_amount'] },
    {
      of: 'a huge amount, instead of a large one',
      check: { amountMinor: 10_000_000 },
      is: [80, 'high', 'huge_amount'],
    },
    { of: 'its currency’s limit', check: { amountMinor: 5_000, currency: 'JPY' }, is: [40, 'medium', 'large_amount'] },
    { of: 'a watched country', check: { country: 'KP' }, is: [30, 'low', 'watched_country'] },
    {
      of: 'a move within the hour',
      check: { country: 'FR' },
      known: inGermany(59),
      is: [30, 'low', 'country_changed'],
    },
    { of: 'a move after an hour', check: { country: 'FR' }, known: inGermany(60), is: [0, 'low'] },
    { of: 'the same country', check: { country: 'DE' }, known: inGermany(1), is: [0, 'low'] },
    { of: 'the tenth check in ten minutes', known: { recentMs: recentMs(9, 9) }, is: [40, 'medium', 'many_checks'] },
    { of: 'the tenth check, one long ago', known: { recentMs: [...recentMs(8, 9), minutesAgo(10)] }, is: [0, 'low'] },
    {
      of: 'all at once',
      check: { amountMinor: 10_000_000, country: 'IR' },
      is: [110, 'critical', 'huge_amount', 'watched_country'],
    },
  ];
  test.each(cases)('for $of', ({ check, known, is: [score, level, ...reasons] }) => {
    expect(assess({ atMs: nowMs, ...check }, { recentMs: [], ...known }, settings)).toEqual({ score, level, reasons });
  });
});

describe('an alert', () => {
  const alert = (type: string, timestamp: string) => ({
    id: 'e1',
    idIsPlace: false,
    type,
    format: 'flat' as const,
    version: 1,
    timestamp,
    source: 'risk-service',
    traceId: null,
    data: {
      check_id: 'c1',
      subject_type: 'payment',
      subject_id: 'p1',
      score: 110,
      level: 'critical',
      reasons: ['b', 'a'],
    },
  });
  const context = {
    settings: alertSettings.parse({ ADMIN_EMAILS: 'ops@example.com', ADMIN_PHONES: '+4930123456' }),
    writer: 'risk.alert.critical-0',
    nowMs,
    newId: () => 'new-case',
    random: () => 0.5,
    digest: (text: string) => text,
  };
  const current = {
    pk: '["payment","p1","a","b"]',
    sk: '-',
    version: 3,
    caseId: 'old-case',
    openedAt: '2026-11-21T08:00:00.000Z',
    lastAt: '2026-11-21T08:04:00.000Z',
    level: 'critical',
    score: 150,
    expiresAt: 2_000_000_000,
  };
  const later = { ...context, nowMs: Date.parse('2026-11-21T09:00:00Z') };

  test('belongs to a case of its subject and rules, whatever the order of the rules', () => {
    const { pk } = currentCaseOf(alert('risk.alert.high', '2026-11-21T08:00:00.000Z')).current;
    expect(pk).toBe('["payment","p1","a","b"]');
  });

  test('adds to the case of the last ten minutes, which keeps the worst and the latest that was said', () => {
    const { writes } = raiseAlert(alert('risk.alert.high', '2026-11-21T08:03:00.000Z'), { current }, later);
    const worst = { level: 'critical', score: 150, lastAt: '2026-11-21T08:04:00.000Z' };
    expect(writes[0]).toMatchObject({
      item: { caseId: 'old-case', version: 4, ...worst },
      when: { equals: { version: 3 } },
    });
    expect(writes[1]).toMatchObject({ ref: { pk: 'case#old-case' }, amounts: { alerts: 1 }, set: worst });
  });

  test('opens another case after ten minutes', () => {
    const { writes } = raiseAlert(alert('risk.alert.high', '2026-11-21T08:10:00.000Z'), { current }, later);
    expect(writes[0]).toMatchObject({ item: { pk: 'case#new-case', alerts: 1, status: 'open' } });
    expect(writes[1]).toMatchObject({ item: { caseId: 'new-case', version: 4 }, when: { equals: { version: 3 } } });
  });

  test('that comes long after its time gets a case beside the current one', () => {
    const { writes } = raiseAlert(alert('risk.alert.high', '2026-11-20T01:00:00.000Z'), { current }, later);
    expect(writes).toHaveLength(1);
    expect(writes[0]).toMatchObject({ item: { pk: 'case#new-case', lastAt: '2026-11-20T01:00:00.000Z' } });
  });

  test('does not come from the future', () => {
    const { writes } = raiseAlert(alert('risk.alert.high', '2199-01-01T00:00:00.000Z'), { current }, later);
    expect(writes[1]).toMatchObject({ item: { openedAt: '2026-11-21T09:00:00.000Z' } });
  });

  test('pages the admins when it is critical, and only then', () => {
    const critical = raiseAlert(
      alert('risk.alert.critical', '2026-11-21T08:00:00.000Z'),
      { current: undefined },
      context,
    );
    const high = raiseAlert(alert('risk.alert.high', '2026-11-21T08:00:00.000Z'), { current: undefined }, context);
    expect(critical.events.map(({ definition, data }) => [definition.type, data['to']])).toEqual([
      ['notification.email', 'ops@example.com'],
      ['notification.sms', '+4930123456'],
    ]);
    expect(high.events).toEqual([]);
  });
});
