/** The port for SMS: AWS End User Messaging, or an inbox locally. Emulators of AWS don't have the service. */
import * as z from 'zod';
import { guardedSender } from '../port/guardedSender.ts';
import { variable } from '../port/permission.ts';
import { definePort } from '../port/port.ts';
import { trueOr } from '../settings/words.ts';

export const sms = definePort({
  name: 'sms',
  aws: async ({ settings: { SMS_ORIGINATION, SMS_CONFIGURATION_SET, SMS_MAX_PRICE } }) =>
    (await import('./endUserMessaging.ts')).endUserMessaging({
      origination: SMS_ORIGINATION,
      configurationSet: SMS_CONFIGURATION_SET,
      maxPrice: SMS_MAX_PRICE,
    }),
  local: async (opening) => (await import('./localAdapter.ts')).openLocal(opening),
  emulated: {
    environment: { SMS_ORIGINATION: 'arn:aws:sms-voice:us-east-1:000000000000:pool/local' },
  },
  guard: guardedSender,
  shadow: (log) => ({
    takesKeys: true,
    send: async ({ body }, { key }) => {
      log.info('shadow.would-send', { channel: 'sms', key, characters: body.length });
      return { messageId: '' };
    },
  }),
  settings: {
    aws: z.object({
      SMS_ORIGINATION: z
        .string()
        .regex(/^arn:aws[a-z-]*:sms-voice:[a-z0-9-]+:\d{12}:(phone-number|pool|sender-id)\/[\w/-]+$/)
        .describe('ARN of the phone number, pool or sender id that SMS come from'),
      SMS_CONFIGURATION_SET: z
        .string()
        .regex(/^[\w:/-]{0,256}$/)
        .default('')
        .describe('configuration set whose destinations get the events of SMS; empty for none'),
      SMS_MAX_PRICE: z
        .string()
        .regex(/^(\d{1,2}\.\d{1,5})?$/)
        .default('')
        .describe('US dollars that one SMS may cost, as in 0.25: a dearer one is refused; empty for no limit'),
    }),
    local: z.object({
      SMS_KEYS: trueOr('false').describe('whether the local inbox of SMS takes idempotency keys, which AWS does not'),
      SMS_OPTED_OUT: z
        .string()
        .default('')
        .transform((text) => text.split(',').filter((number) => number !== ''))
        .describe('numbers that the local inbox refuses, as AWS does after an opt-out; comma-separated'),
    }),
  },
  permissions: [{ actions: ['sms-voice:SendTextMessage'], resources: [[variable('SMS_ORIGINATION')]] }],
  inspection: {
    list: 'sms',
    open: async (outside) => (await import('./localInbox.ts')).openSmsInbox(outside),
    tell: ({ to, body }) => `SMS to ${to.join(', ')}: ${body.replace(/\s+/g, ' ')}`,
  },
});
