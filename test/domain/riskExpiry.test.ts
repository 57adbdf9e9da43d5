import { expect, test } from 'vitest';
import { alertCases, alertSettings, currentCaseOf, currentCases, raiseAlert } from '../../domain/risk/alert.ts';
import { type RiskSubject, riskSubjects, runCheck } from '../../domain/risk/check.ts';
import { riskSettings } from '../../domain/risk/rules.ts';

const nowMs = Date.parse('2026-11-21T08:00:00.500Z');
/** 2026-11-22T08:00:01Z, a day later in whole seconds. */
const aDayLater = 1_795_334_401;

const context = {
  writer: 'risk',
  nowMs,
  newId: () => 'id',
  random: () => 0.5,
  digest: (text: string) => text,
};

const request = { subjectType: 'user', subjectId: '7', country: 'DE' };

function rememberedOf(subject: RiskSubject | undefined) {
  const { commit } = runCheck(request, { subject }, { ...context, settings: riskSettings.parse({}) });
  const [write] = commit.writes;
  if (write?.op !== 'put') throw new Error('expected a put');
  return { item: write.item, versions: commit.events.map(({ fact }) => fact.entity?.version) };
}

test('what is remembered of a subject expires a day after its last check', () => {
  expect(riskSubjects.expires).toBe(true);
  const { item } = rememberedOf(undefined);
  expect(item['expiresAt']).toBe(aDayLater);
  const known = { ...(item as RiskSubject), expiresAt: 5 };
  expect(rememberedOf(known).item['expiresAt']).toBe(aDayLater);
});

test('versions of a subject grow though its item expired in between, and while the clock stands still', () => {
  const first = rememberedOf(undefined);
  expect(first.versions).toEqual([1_795_248_000_500, 1_795_248_000_500]);
  expect(rememberedOf(first.item as RiskSubject).versions).toEqual([1_795_248_000_501, 1_795_248_000_501]);
});

test('the tombstone of a deleted user is never written to: it neither expires nor remembers a country', () => {
  const tombstone = { pk: '["user","7"]', sk: '-', version: 4, deletedAt: '2026-11-20T08:00:00.000Z' } as RiskSubject;
  const given = { ...context, settings: riskSettings.parse({}) };
  expect(runCheck(request, { subject: tombstone }, given).commit.writes).toEqual([]);
});

test('the current case of a subject expires a day after its last alert, the case in the list never', () => {
  expect([currentCases.expires, alertCases.expires]).toEqual([true, false]);
  const data = { check_id: 'c1', subject_type: 'payment', subject_id: 'p1', score: 80, level: 'high', reasons: ['a'] };
  const base = { id: 'e1', idIsPlace: false, type: 'risk.alert.high', format: 'flat' as const, version: 1 };
  const alert = { ...base, timestamp: '2026-11-21T07:59:00.000Z', source: 'risk-service', traceId: null, data };
  const settings = alertSettings.parse({});
  const puts = (current: Parameters<typeof raiseAlert>[1]['current']) =>
    raiseAlert(alert, { current }, { ...context, settings }).writes.flatMap((write) =>
      write.op === 'put' ? [[write.table.name, write.item['expiresAt']]] : [],
    );
  const expected = [
    ['alertCases', undefined],
    ['currentCases', aDayLater],
  ];
  expect(puts(undefined)).toEqual(expected);
  const { pk, sk } = currentCaseOf(alert).current;
  const at = '2026-11-21T07:55:00.000Z';
  const current = { pk, sk, version: 1, caseId: 'c', openedAt: at, lastAt: at, level: 'high', score: 80, expiresAt: 5 };
  expect(puts(current)).toEqual(expected.slice(1));
});
