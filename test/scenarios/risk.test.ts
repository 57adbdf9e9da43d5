import { expect, test } from 'vitest';
import { get, post, recordsOn, settled, startStackProcess, stateFolder } from './stackProcess.ts';

interface Alerts {
  alerts: Record<string, unknown>[];
}

test('a risky check becomes one alert case for the admins; another one adds to it; a harmless one does not', async () => {
  const stack = await startStackProcess(stateFolder());
  const check = { subject_type: 'payment', subject_id: 'p-1', amount: 10_000_000, currency: 'EUR' };
  const first = await post(`${stack.api}/api/v1/risk/checks`, check, stack.admin);
  expect(first.body).toMatchObject({ score: 80, level: 'high', reasons: ['huge_amount'] });
  await post(`${stack.api}/api/v1/risk/checks`, check, stack.admin);
  const harmless = await post(
    `${stack.api}/api/v1/risk/checks`,
    { ...check, subject_id: 'p-2', amount: 5 },
    stack.admin,
  );
  expect(harmless.body).toMatchObject({ score: 0, level: 'low', reasons: [] });
  await settled(stack, 10_000);
  const { alerts } = await get<Alerts>(`${stack.api}/api/v1/admin/alerts`, stack.admin);
  expect(alerts).toHaveLength(1);
  expect(alerts[0]).toMatchObject({
    subject_type: 'payment',
    subject_id: 'p-1',
    level: 'high',
    score: 80,
    alerts: 2,
    status: 'open',
  });
  expect(await recordsOn(stack, 'risk.check.completed')).toHaveLength(3);
  expect(await recordsOn(stack, 'risk.alert.high')).toHaveLength(2);
});

test('sixty checks of one subject at once are all answered, and all counted', async () => {
  const stack = await startStackProcess(stateFolder());
  const check = { subject_type: 'user', subject_id: 'busy', amount: 1, currency: 'EUR' };
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => post(`${stack.api}/api/v1/risk/checks`, check, stack.admin)),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(201));
  expect(answers.filter(({ body }) => JSON.stringify(body['reasons']) === '["many_checks"]')).toHaveLength(51);
});

test('what no store could hold is refused as the caller’s fault', async () => {
  const stack = await startStackProcess(stateFolder());
  const odd = await post(
    `${stack.api}/api/v1/risk/checks`,
    '{"subject_type":"user","subject_id":"\\ud800"}',
    stack.admin,
  );
  expect([odd.status, odd.body['code']]).toEqual([400, 'INVALID_BODY']);
  expect((await fetch(`${stack.api}/api/v1/payments/${'x'.repeat(3_000)}`, { headers: stack.admin })).status).toBe(404);
  const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`;
  const payment = `{"merchant_id":"0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11","amount":1,"currency":"EUR","metadata":${deep}}`;
  expect((await post(`${stack.api}/api/v1/payments`, payment, stack.admin)).status).toBe(400);
});
