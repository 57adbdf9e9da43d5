/** The port to the provider that moves money: HTTP, signed; locally one that does as it is told. */
import * as z from 'zod';
import { guardedSender } from '../port/guardedSender.ts';
import { variable } from '../port/permission.ts';
import { definePort } from '../port/port.ts';
import type { Channel, ChannelAnswer, ChannelCall } from './channel.ts';

export const channel = definePort({
  name: 'channel',
  aws: async ({ settings: { CHANNEL_URL, CHANNEL_SECRET_ARN }, now }): Promise<Channel> => {
    const [{ httpChannel }, { holdSecret }, { managedSecret }, { parseCallbackSecrets }] = await Promise.all([
      import('./http.ts'),
      import('../secrets/heldSecret.ts'),
      import('../secrets/managedSecret.ts'),
      import('../secrets/callbackSecrets.ts'),
    ]);
    const name = 'CHANNEL_SECRET_ARN';
    const secret = managedSecret(name, CHANNEL_SECRET_ARN);
    const secrets = holdSecret(async () => parseCallbackSecrets(await secret.read(), name), now);
    return httpChannel({ url: CHANNEL_URL, secrets, now });
  },
  local: async (opening) => (await import('./localAdapter.ts')).openLocal(opening),
  emulated: {
    environment: {
      CHANNEL_URL: 'https://channel.example',
      CHANNEL_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:channel',
    },
  },
  guard: (face, breaker): Channel => ({ ...guardedSender<ChannelCall, ChannelAnswer>(face, breaker), takesKeys: true }),
  shadow: (log): Channel => ({
    takesKeys: true,
    send: async ({ operation, key }) => {
      log.info('shadow.would-send', { channel: 'channel', operation, key });
      return { status: 'pending' };
    },
  }),
  settings: {
    aws: z.object({
      CHANNEL_URL: z
        .string()
        .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?(\/[\w.-]+)*$/)
        .describe('address of the channel that moves money; /charge, /reversal and /payout follow'),
      CHANNEL_SECRET_ARN: z
        .string()
        .regex(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/)
        .describe('secret whose text signs the calls of the channel: one or two of whsec_…'),
    }),
    local: z.object({
      CHANNEL_PAYOUTS: z
        .enum(['pending', 'approve', 'decline', 'timeout'])
        .default('pending')
        .describe('what the local channel answers to payouts; pending leaves the settlement to the bank'),
    }),
  },
  permissions: [{ actions: ['secretsmanager:GetSecretValue'], resources: [[variable('CHANNEL_SECRET_ARN')]] }],
  inspection: {
    list: 'movements',
    open: async (outside) => (await import('./localAdapter.ts')).openCalls(outside),
    tell: ({ operation, reference, movedMinor, currency, answer }) =>
      `channel ${operation} ${reference}: ${answer}, moved ${movedMinor} ${currency}`,
  },
});
