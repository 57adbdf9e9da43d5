/** The contract of every way to send e-mail, the local inbox or SES: named cases, run by the test of each adapter. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { normaliseAddress } from '../../lib/mail/address.ts';
import type { Email, Mail } from '../../lib/mail/mail.ts';

export interface MailUnderTest {
  mail: () => Mail;
  /** All e-mails that arrived, in any order. */
  received: () => Promise<Email[]>;
}

function newEmail(change: Partial<Email> = {}): Email {
  const to = [`user-${randomUUID()}@example.com`];
  return { to, subject: 'Welcome', text: 'Hello, user.', html: '<p>Hello, user.</p>', ...change };
}

const withKey = (key: string = randomUUID()) => ({ key, signal: AbortSignal.timeout(10_000) });

export function mailContract({ mail, received }: MailUnderTest): void {
  const receivedBy = async (address: string) =>
    (await received()).filter(({ to }) => to.map(normaliseAddress).includes(normaliseAddress(address)));

  it('delivers subject, text and HTML as they are', async () => {
    const email = newEmail({
      subject: 'Grüße, Иван 🎉 & more',
      text: 'First line\n.\n..two dots\nПривет 🎉\n',
      html: '<h1 title="a &amp; b">Привет 🎉</h1>',
    });
    await mail().send(email, withKey());
    expect(await receivedBy(email.to[0] ?? '')).toEqual([email]);
  });

  it('delivers one e-mail to several addresses', async () => {
    const to = ['one', 'two', 'three'].map((name) => `${name}-${randomUUID()}@example.com`);
    await mail().send(newEmail({ to }), withKey());
    const found = await receivedBy(to[1] ?? '');
    expect(found.map((email) => email.to)).toEqual([to]);
  });

  it('keeps e-mails under different keys apart, however equal they are', async () => {
    const email = newEmail();
    await mail().send(email, withKey());
    await mail().send(email, withKey());
    expect(await receivedBy(email.to[0] ?? '')).toHaveLength(2);
  });

  it('delivers a repeat under the same key only where it takes no keys', async () => {
    const email = newEmail();
    const key = randomUUID();
    await mail().send(email, withKey(key));
    await mail().send(email, withKey(key));
    expect(await receivedBy(email.to[0] ?? '')).toHaveLength(mail().takesKeys ? 1 : 2);
  });

  it('takes any text for a key', async () => {
    const email = newEmail();
    await mail().send(email, withKey(`sendWelcomeEmail/ключ ${'x'.repeat(300)}`));
    expect(await receivedBy(email.to[0] ?? '')).toHaveLength(1);
  });

  it.each(['müller.example', 'xn--e1afmkfd.xn--p1ai', 'почта.рф'])('delivers to the domain %s', async (domain) => {
    const email = newEmail({ to: [`rock&roll+o'neil-${randomUUID()}@${domain}`] });
    await mail().send(email, withKey());
    expect(await receivedBy(email.to[0] ?? '')).toHaveLength(1);
  });

  // One of several is enough, and then nobody gets it.
  it.each(['nobody', 'иван@example.com', '"a b"@example.com', 'a@[192.0.2.1]', 'a@example.com, b@example.com'])(
    'refuses for good what SES does not send to, %s: ADDRESS_REFUSED',
    async (refused) => {
      const email = newEmail();
      const sent = mail().send({ ...email, to: [...email.to, refused] }, withKey());
      await expect(sent).rejects.toMatchObject({ code: 'ADDRESS_REFUSED', class: 'permanent' });
      expect(await receivedBy(email.to[0] ?? '')).toEqual([]);
    },
  );

  it('sends nothing once the signal is aborted: TIMED_OUT', async () => {
    const email = newEmail();
    const sent = mail().send(email, { key: randomUUID(), signal: AbortSignal.abort() });
    await expect(sent).rejects.toMatchObject({ code: 'TIMED_OUT' });
    expect(await receivedBy(email.to[0] ?? '')).toEqual([]);
  });
}
