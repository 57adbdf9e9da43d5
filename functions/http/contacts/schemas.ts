/** Bodies and answers of the routes that show and change how a user is reached. */
import * as z from 'zod';
import { emailText, text } from '../../../lib/http/text.ts';

const MAX_URL_CHARACTERS = 2048;

const webhookUrl = z
  .url({ protocol: /^https$/, normalize: true, error: 'expected an address that starts with https://' })
  .max(MAX_URL_CHARACTERS)
  .refine(hasNoPassword, 'expected an address without a user name and password');

const channel = z.boolean().optional();

export const contactChange = z
  .object({
    email: emailText.nullish(),
    phone: z.e164('expected +, country code and number, without blanks').nullish(),
    webhook_url: webhookUrl.nullish(),
    locale: z.enum(['en', 'zh-CN']).nullish(),
    preferences: z.object({ email: channel, sms: channel, webhook: channel }).nullish(),
    password: text(1, 256)
      .optional()
      .describe('the present one; another email, phone or webhook_url takes it or a fresh log-in'),
  })
  .describe('what is left out stays as it is; null takes away what was chosen');

export const contact = z.object({
  user_id: z.string(),
  email: z.string().optional().describe('the one chosen here, else that of the account'),
  phone: z.string().optional(),
  webhook_url: z.string().optional(),
  locale: z.string(),
  preferences: z.object({ email: z.boolean(), sms: z.boolean(), webhook: z.boolean() }),
});

export const changedContact = contact.extend({
  webhook_secret: z
    .string()
    .optional()
    .describe('what webhooks are signed with (Standard Webhooks); shown only when webhook_url was set or changed'),
});

export type ToldContact = z.output<typeof contactChange>;

/** A text that is no URL passes here: `z.url` has reported it already. */
function hasNoPassword(address: string): boolean {
  const { username = '', password = '' } = URL.parse(address) ?? {};
  return username === '' && password === '';
}
