import { expect, it } from 'vitest';
import { transactionCreated } from '../../events/accounting.ts';

const posting = (account: string) => ({ account, debit_minor: 5, currency: 'EUR' });

it.each([
  [['channel_clearing', 'merchant_available:m-1', 'fee_income'], 'merchant_available:m-1'],
  [['channel_clearing', 'merchant_pending:m-2'], 'merchant_pending:m-2'],
  [['merchant_pending:m-3', 'merchant_available:m-3'], 'merchant_pending:m-3'],
  [['merchant_available:m-1', 'bank_payouts'], 'merchant_available:m-1'],
  [['refunds_payable', 'channel_clearing'], 'fact-9'],
  [['suspense:EUR', 'channel_clearing'], 'fact-9'],
  [[], 'fact-9'],
])('a journal of %j has the key %s: none of our own accounts, which all journals share', (accounts, key) => {
  const postings = accounts.map(posting);
  const data = { journal_id: 'payment.success:fact-9', fact_type: 'payment.success', fact_id: 'fact-9', postings };
  expect(transactionCreated.key(data)).toBe(key);
});
