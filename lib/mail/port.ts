/** The port for e-mail: SES on AWS, an inbox locally. */
import * as z from 'zod';
import { partOf, type Template, variable } from '../port/permission.ts';
import { definePort } from '../port/port.ts';
import { trueOr } from '../settings/words.ts';

const identity = `arn:\${AWS::Partition}:ses:\${AWS::Region}:\${AWS::AccountId}:identity/`;
const sender: Template = [variable('MAIL_FROM')];

export const mail = definePort({
  name: 'mail',
  aws: async ({ settings }) => (await import('./ses.ts')).sesMail({ from: settings.MAIL_FROM }),
  local: async (opening) => (await import('./localAdapter.ts')).openLocal(opening),
  emulated: {
    environment: { MAIL_FROM: 'no-reply@example.com' },
    prepare: async (settings, log) => (await import('./localAdapter.ts')).nameSender(settings.MAIL_FROM, log),
    open: async (opening) => (await import('./localAdapter.ts')).openEmulated(opening),
  },
  guard: (adapter, breaker) => ({
    takesKeys: adapter.takesKeys,
    send: (email, options) => breaker.run(() => adapter.send(email, options), options.signal),
    refusal: breaker.refusal,
  }),
  shadow: (log) => ({
    takesKeys: true,
    send: async ({ to }, { key }) => log.info('shadow.would-send', { channel: 'mail', key, recipients: to.length }),
  }),
  settings: {
    aws: z.object({
      MAIL_FROM: z
        .string()
        .regex(/^[^@\s<>]+@[^@\s<>]+$/)
        .describe('sender of e-mails; the address or its domain is a verified SES identity'),
    }),
    local: z.object({ MAIL_KEYS: trueOr('true').describe('whether the local inbox takes idempotency keys') }),
  },
  permissions: [
    {
      actions: ['ses:SendEmail'],
      // Whichever of the two identities vouches for the sender.
      resources: [
        [identity, variable('MAIL_FROM')],
        [identity, partOf('MAIL_FROM', '@', 1)],
      ],
      condition: { StringEquals: { 'ses:FromAddress': sender } },
    },
  ],
  inspection: {
    list: 'emails',
    open: async (outside) => (await import('./localAdapter.ts')).openMailInbox(outside),
    tell: ({ to, subject }) => `e-mail to ${to.join(', ')}: ${subject}`,
  },
});
