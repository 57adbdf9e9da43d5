/** E-mail by Amazon SES v2. It knows no idempotency keys: what is sent twice arrives twice. */
import { SESv2Client, type SESv2ClientConfig, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Email, Mail } from './mail.ts';
import { recipientsOf } from './recipients.ts';
import { isSenderUnverified, sesFault } from './sesFaults.ts';

export interface SesOptions {
  /** The sender, an identity that SES has verified. */
  from: string;
  /** Publishes bounces and complaints of what is sent. */
  configurationSet?: string | undefined;
  /** Hears of each mail that SES rejected because the sender is not verified. */
  onUnverifiedSender?: () => void;
  aws?: SESv2ClientConfig;
}

/** The characters that SES takes in a tag: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html */
const tagValue = /^[A-Za-z0-9_-]{1,256}$/;

export function sesMail({ from, configurationSet, onUnverifiedSender, aws }: SesOptions): Mail {
  // One attempt a call: whether a mail may be sent again is for the engine to decide, not for the SDK.
  const client = new SESv2Client({ requestHandler: { connectionTimeout: 2_000 }, ...aws, maxAttempts: 1 });
  return {
    takesKeys: false,
    async send(email, { key, signal }) {
      try {
        await client.send(
          new SendEmailCommand({ ...toInput(email, from, key), ConfigurationSetName: configurationSet }),
          { abortSignal: signal },
        );
      } catch (error) {
        if (isSenderUnverified(error, from)) onUnverifiedSender?.();
        throw sesFault(error, from);
      }
    },
  };
}

/** The key goes along as a tag, so that SES's events can be traced to what we sent. */
function toInput(email: Email, from: string, key: string) {
  const { subject, text, html } = email;
  return {
    FromEmailAddress: from,
    Destination: { ToAddresses: recipientsOf(email) },
    Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
    EmailTags: tagValue.test(key) ? [{ Name: 'idempotency-key', Value: key }] : [],
  };
}

function utf8(text: string) {
  return { Data: text, Charset: 'UTF-8' };
}
