import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailInbox, mailInto, openMailInbox } from '../../../lib/mail/localAdapter.ts';
import { mailContract } from '../../contracts/mail.ts';

const options = (key: string) => ({ key, signal: AbortSignal.timeout(10_000) });
const email = { to: ['a@example.com'], subject: 'Hi', text: 'Hi', html: '<p>Hi</p>' };

describe.each([true, false])('the local inbox, taking keys: %s', (takesKeys) => {
  let folder: string;
  let inbox: MailInbox;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'inbox-'));
    inbox = openMailInbox(join(folder, 'outside.db'));
  });
  afterAll(() => {
    inbox.close();
    rmSync(folder, { recursive: true });
  });

  mailContract({
    mail: () => mailInto(inbox, { function: 'sendWelcomeEmail', takesKeys, now: Date.now }),
    received: async () => inbox.list(100).map(({ to, subject, text, html }) => ({ to: [...to], subject, text, html })),
  });

  it('shows who sent what under which key, newest first, to other processes and later ones too', async () => {
    const before = inbox.position();
    const at = () => Date.parse('2031-05-06T07:08:09.010Z');
    await mailInto(inbox, { function: 'sendWelcomeEmail', takesKeys, now: at }).send(email, options('first'));
    await mailInto(inbox, { function: 'remind', takesKeys, now: at }).send(email, options('second'));
    const other = openMailInbox(join(folder, 'outside.db'));
    expect(other.list(10, before)).toEqual([
      { ...email, key: 'second', function: 'remind', sentAt: '2031-05-06T07:08:09.010Z' },
      { ...email, key: 'first', function: 'sendWelcomeEmail', sentAt: '2031-05-06T07:08:09.010Z' },
    ]);
    expect(other.list(1)).toHaveLength(1);
    expect(other.position()).toBe(before + 2);
    other.close();
  });
});
