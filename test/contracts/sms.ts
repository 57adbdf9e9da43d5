/** Every way to send an SMS does the same, the local inbox or AWS: named cases, run by the test of each adapter. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Sms, TextMessage } from '../../lib/sms/sms.ts';

export interface SmsUnderTest {
  sms: () => Sms;
  /** All messages that arrived, in any order. */
  received: () => Promise<TextMessage[]>;
  /** A number that opted out. */
  optedOut: string;
}

const withKey = (key: string = randomUUID()) => ({ key, signal: AbortSignal.timeout(10_000) });
/** Each case writes a text of its own. */
const newText = () => `Case ${randomUUID()}`;
const to = '+4930123456';

export function smsContract({ sms, received, optedOut }: SmsUnderTest): void {
  const receivedWith = async (text: string) => (await received()).filter(({ body }) => body.includes(text));

  it('delivers the text as it is, and answers its id', async () => {
    const text = `${newText()}\n€ {x} Привет 🎉 您好\\`;
    const receipt = await sms().send({ to, body: text }, withKey());
    expect(receipt).toEqual({ messageId: expect.stringMatching(/^[\w-]+$/) });
    expect(await receivedWith(text)).toEqual([{ to, body: text }]);
  });

  it('delivers to the number in E.164, however it is written', async () => {
    const text = newText();
    await sms().send({ to: ' +49 (30) 123-456 ', body: text }, withKey());
    expect(await receivedWith(text)).toEqual([{ to, body: text }]);
  });

  it('delivers a repeat under the same key only where it takes no keys', async () => {
    const text = newText();
    const key = randomUUID();
    await sms().send({ to, body: text }, withKey(key));
    await sms().send({ to, body: text }, withKey(key));
    expect(await receivedWith(text)).toHaveLength(sms().takesKeys ? 1 : 2);
  });

  it('takes any text for a key', async () => {
    const text = newText();
    await sms().send({ to, body: text }, withKey(` deliverSms/ключ ${'x'.repeat(900)}`));
    expect(await receivedWith(text)).toHaveLength(1);
  });

  it.each(['', '4930123456', '+4930', '+4930123456 ext. 7', 'jane@example.com'])(
    'refuses for good what is no number, %j: ADDRESS_REFUSED',
    async (refused) => {
      const text = newText();
      const sent = sms().send({ to: refused, body: text }, withKey());
      await expect(sent).rejects.toMatchObject({ code: 'ADDRESS_REFUSED', class: 'permanent' });
      expect(await receivedWith(text)).toEqual([]);
    },
  );

  it('refuses for good whoever opted out: ADDRESS_REFUSED, without the number', async () => {
    const text = newText();
    const fault = await sms()
      .send({ to: optedOut, body: text }, withKey())
      .catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'ADDRESS_REFUSED', class: 'permanent' });
    expect(String((fault as Error).message)).not.toContain(optedOut.slice(1));
    expect(await receivedWith(text)).toEqual([]);
  });

  it('takes 1,600 characters, and refuses more or none: REQUEST_REFUSED', async () => {
    const text = newText();
    await sms().send({ to, body: text.padEnd(1_600, '.') }, withKey());
    expect(await receivedWith(text)).toHaveLength(1);
    for (const body of ['', ' \n ', text.padEnd(1_601, '.')]) {
      const sent = sms().send({ to, body }, withKey());
      await expect(sent).rejects.toMatchObject({ code: 'REQUEST_REFUSED', class: 'permanent' });
    }
    expect(await receivedWith(text)).toHaveLength(1);
  });

  it('sends nothing once the signal is aborted: TIMED_OUT', async () => {
    const text = newText();
    const sent = sms().send({ to, body: text }, { key: randomUUID(), signal: AbortSignal.abort() });
    await expect(sent).rejects.toMatchObject({ code: 'TIMED_OUT' });
    expect(await receivedWith(text)).toEqual([]);
  });
}
