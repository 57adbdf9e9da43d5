import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Inbox, openInbox } from '../../../lib/mail/inbox.ts';
import { mailContract } from '../../contracts/mail.ts';

const options = (key: string) => ({ key, signal: AbortSignal.timeout(10_000) });
const email = { to: ['a@example.com'], subject: 'Hi', text: 'Hi', html: '<p>Hi</p>' };

describe.each([true, false])('the local inbox, taking keys: %s', (takesKeys) => {
  let folder: string;
  let inbox: Inbox;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'inbox-'));
    inbox = openInbox(join(folder, 'outside.db'));
  });
  afterAll(() => {
    inbox.close();
    rmSync(folder, { recursive: true });
  });

  mailContract({
    mail: () => inbox.mail({ function: 'sendWelcomeEmail', takesKeys, now: Date.now }),
    received: async () => inbox.list(100).map(({ to, subject, text, html }) => ({ to, subject, text, html })),
  });

  it('shows who sent what under which key, newest first, to other processes and later ones too', async () => {
    const before = inbox.position();
    await inbox
      .mail({ function: 'sendWelcomeEmail', takesKeys, now: () => Date.parse('2031-05-06T07:08:09.010Z') })
      .send(email, options('first'));
    await inbox
      .mail({ function: 'remind', takesKeys, now: () => Date.parse('2031-05-06T07:08:09.010Z') })
      .send(email, options('second'));
    const other = openInbox(join(folder, 'outside.db'));
    expect(other.list(10, before)).toEqual([
      { ...email, key: 'second', function: 'remind', sentAt: '2031-05-06T07:08:09.010Z' },
      { ...email, key: 'first', function: 'sendWelcomeEmail', sentAt: '2031-05-06T07:08:09.010Z' },
    ]);
    expect(other.list(1)).toHaveLength(1);
    expect(other.position()).toBe(before + 2);
    other.close();
  });
});
