/** The middle of the story: a payment becomes a journal, a risk becomes an alert. */

import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { machineClock } from '../../lib/clock/clock.ts';
import { readSettings } from '../../lib/settings/environment.ts';
import { type Client, eventually, type Signed } from './client.ts';
import type { Narrator } from './narrator.ts';

export const merchant = randomUUID();

export async function payAndPost(client: Client, narrator: Narrator): Promise<void> {
  narrator.chapter('Jane pays');
  const { payment_id: id, payment_no: no } = await client.pay({
    merchant_id: merchant,
    amount: 4_999,
    currency: 'EUR',
  });
  narrator.seen(`POST /api/v1/payments, with a token of the merchant → 201, ${no}`);
  const { status } = await client.result(id, sign({ status: 'success' }));
  narrator.seen(`the channel’s signed callback → ${status}`);
  await client.result(id, sign({ status: 'success' }));
  const names = ['channel_clearing', `merchant_available:${merchant}`];
  const accounts = await eventually('the journal', async () => {
    const found = await Promise.all(names.map(client.account));
    return found.every((account) => account !== undefined) ? found : undefined;
  });
  const balances = accounts.flatMap((account) => account.balances);
  const difference = balances.reduce((sum, { debit_minor, credit_minor }) => sum + debit_minor - credit_minor, 0);
  if (difference !== 0 || balances.some(({ balance_minor }) => balance_minor !== 4_999)) {
    throw new Error(`expected 49.99 EUR on either side, came ${JSON.stringify(balances)}`);
  }
  narrator.seen('postAccounting → 49.99 EUR to the merchant, debits equal credits; told twice, posted once');
}

export async function checkAndAlert(client: Client, narrator: Narrator): Promise<void> {
  narrator.chapter('A payment looks risky');
  const check = { subject_type: 'payment', subject_id: randomUUID(), amount: 12_000_000, currency: 'EUR' };
  const { score, level, reasons } = await client.checkRisk(check);
  narrator.seen(`POST /api/v1/risk/checks → score ${score}, ${level} (${reasons.join(', ')})`);
  const alert = await eventually('the alert', async () => (await client.alerts())[0]);
  if (alert.subject_id !== check.subject_id)
    throw new Error(`expected an alert on ${check.subject_id}, came ${alert.subject_id}`);
  narrator.seen(`raiseRiskAlert → a case in the admins’ list: ${alert.level}, ${alert.reasons.join(', ')}`);
}

function sign(body: Record<string, unknown>): Signed {
  const { CALLBACK_SECRET = '' } = readSettings().settings;
  const [id, at, text] = [`msg_${randomUUID()}`, new Date(machineClock()), JSON.stringify(body)] as const;
  const signature = new Webhook(CALLBACK_SECRET).sign(id, at, text);
  const seconds = String(Math.floor(at.getTime() / 1000));
  return { body: text, headers: { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signature } };
}
