import { expect, test } from 'vitest';
import { get, post, recordsOn, settled, startStackProcess, stateFolder } from './stackProcess.ts';

interface Alerts {
  alerts: Record<string, unknown>[];
}

test('a risky check becomes one alert case for the admins; another one adds to it; a harmless one does not', async () => {
  const stack = await startStackProcess(stateFolder());
  const check = { subject_type: 'payment', subject_id: 'p-1', amount: 10_000_000, currency: 'EUR' };
  const first = await post(`${stack.api}/api/v1/risk/checks`, check);
  expect(first.body).toMatchObject({ score: 80, level: 'high', reasons: ['huge_amount'] });
  await post(`${stack.api}/api/v1/risk/checks`, check);
  const harmless = await post(`${stack.api}/api/v1/risk/checks`, { ...check, subject_id: 'p-2', amount: 5 });
  expect(harmless.body).toMatchObject({ score: 0, level: 'low', reasons: [] });
  await settled(stack, 10_000);
  const { alerts } = await get<Alerts>(`${stack.api}/api/v1/admin/alerts`);
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
}, 20_000);
