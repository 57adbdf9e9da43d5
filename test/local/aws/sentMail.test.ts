import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import { sesMail } from '../../../lib/mail/ses.ts';
import { sentMailOf } from '../../../local/aws/sentMail.ts';
import { realPart } from '../../real/available.ts';

const emulators = { MiniStack: await realPart('ministack'), 'aws-ses-v2-local': await realPart('sesLocal') };

describe.each(Object.entries(emulators))('the mail that %s took', (_, endpoint = '') => {
  it.runIf(endpoint)('is shown, newest first', async () => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const aws = { endpoint, region: 'eu-west-1', credentials };
    const from = 'shop@example.com';
    await new SESv2Client(aws).send(new CreateEmailIdentityCommand({ EmailIdentity: from })).catch(() => undefined);
    const mail = sesMail({ from, aws });
    const to = [`jane-${process.pid}@example.com`];
    const before = Date.now();
    await mail.send(
      { to, subject: 'Grüße', text: 'Hello', html: '<p>Hello</p>' },
      { key: 'k-1', signal: AbortSignal.timeout(10_000) },
    );
    const shown = await sentMailOf(endpoint);
    const [newest] = (await shown?.(1)) ?? [];
    expect(newest).toMatchObject({
      to,
      subject: 'Grüße',
      text: 'Hello',
      html: '<p>Hello</p>',
      key: null,
      function: null,
    });
    expect(Math.abs(Date.parse(newest?.sentAt ?? '') - before)).toBeLessThan(10_000);
  });
});

it('is not known of an address where nobody answers', async () => {
  expect(await sentMailOf('http://127.0.0.1:1')).toBeNull();
});
