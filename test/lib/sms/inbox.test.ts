import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smsInto } from '../../../lib/sms/localAdapter.ts';
import { openSmsInbox, type SmsInbox } from '../../../lib/sms/localInbox.ts';
import { smsContract } from '../../contracts/sms.ts';

describe.each([true, false])('the local inbox of SMS, taking keys: %s', (takesKeys) => {
  let folder: string;
  let inbox: SmsInbox;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sms-'));
    inbox = openSmsInbox(join(folder, 'outside.db'));
  });
  afterAll(() => {
    inbox.close();
    rmSync(folder, { recursive: true });
  });
  const smsOf = (name: string, now = Date.now) => smsInto(inbox, { function: name, takesKeys, now }, ['+49 30 999999']);

  smsContract({
    sms: () => smsOf('deliverSms'),
    received: async () => inbox.list(100).map(({ to, body }) => ({ to: to.join(), body })),
    optedOut: '+4930999999',
  });

  it('shows who sent what under which key, to other processes too', async () => {
    const before = inbox.position();
    const options = { key: 'first', signal: AbortSignal.timeout(10_000) };
    const at = () => Date.parse('2031-05-06T07:08:09.010Z');
    await smsOf('page', at).send({ to: '+4930123456', body: 'Hi' }, options);
    const other = openSmsInbox(join(folder, 'outside.db'));
    expect(other.list(10, before)).toEqual([
      { to: ['+4930123456'], body: 'Hi', key: 'first', function: 'page', sentAt: '2031-05-06T07:08:09.010Z' },
    ]);
    other.close();
  });
});
