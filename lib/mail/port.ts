/** The port for e-mail: SES on AWS, an inbox locally. */
import * as z from 'zod';
import { guardedSender } from '../port/guardedSender.ts';
import { partOf, type Template, variable } from '../port/permission.ts';
import { definePort } from '../port/port.ts';
import { trueOr } from '../settings/words.ts';

const identity = `arn:\${AWS::Partition}:ses:\${AWS::Region}:\${AWS::AccountId}:identity/`;
const configurationSet = `arn:\${AWS::Partition}:ses:\${AWS::Region}:\${AWS::AccountId}:configuration-set/`;
const sender: Template = [variable('MAIL_FROM')];

export const mail = definePort({
  name: 'mail',
  aws: async ({ settings, log, now }) => {
    const [{ sesMail }, { createSeldom }] = await Promise.all([
      import('./ses.ts'),
      import('../observability/seldom.ts'),
    ]);
    const isNews = createSeldom(now);
    const { MAIL_FROM: from, MAIL_CONFIGURATION_SET: configurationSet } = settings;
    const onUnverifiedSender = () => {
      if (isNews('sender'))
        log.warn('mail.sender-not-verified', { from, effect: 'no mail leaves until it is verified' });
    };
    return sesMail({ from, configurationSet: configurationSet || undefined, onUnverifiedSender });
  },
  local: async (opening) => (await import('./localAdapter.ts')).openLocal(opening),
  emulated: {
    environment: { MAIL_FROM: 'no-reply@example.com' },
    prepare: async (settings, log) => (await import('./emulatedAdapter.ts')).nameSender(settings.MAIL_FROM, log),
    open: async (opening) => (await import('./emulatedAdapter.ts')).openEmulated(opening),
  },
  guard: guardedSender,
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
      MAIL_CONFIGURATION_SET: z
        .string()
        .regex(/^[\w-]{0,64}$/)
        .default('')
        .describe('SES configuration set that publishes bounces and complaints; empty for the identity’s own, or none'),
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
        // SES asks for it on the set, too, also where the set is the identity’s default: its name is not known here then.
        [configurationSet, '*'],
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
