/** SMS by AWS End User Messaging. It knows no idempotency keys: a message that is sent twice arrives twice. */
import {
  PinpointSMSVoiceV2Client,
  type PinpointSMSVoiceV2ClientConfig,
  SendTextMessageCommand,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { smsFault } from './faults.ts';
import { outgoing } from './outgoing.ts';
import type { Sms } from './sms.ts';

export interface EndUserMessagingOptions {
  /** ARN of the phone number, pool or sender id that messages come from. */
  origination: string;
  /** Where events of deliveries go to; '' for none. */
  configurationSet: string;
  /** US dollars for each message, at most; '' for no limit. */
  maxPrice: string;
  aws?: PinpointSMSVoiceV2ClientConfig;
}

export function endUserMessaging({ origination, configurationSet, maxPrice, aws }: EndUserMessagingOptions): Sms {
  // One attempt a call: whether a message may be sent again is for the engine to decide, not for the SDK.
  const client = new PinpointSMSVoiceV2Client({
    requestHandler: { connectionTimeout: 2_000 },
    ...aws,
    maxAttempts: 1,
  });
  const fixed = {
    OriginationIdentity: origination,
    MessageType: 'TRANSACTIONAL',
    ...(configurationSet !== '' && { ConfigurationSetName: configurationSet }),
    ...(maxPrice !== '' && { MaxPrice: maxPrice }),
  } as const;
  return {
    takesKeys: false,
    async send(message, { key, signal }) {
      const { to, body } = outgoing(message);
      const command = new SendTextMessageCommand({
        ...fixed,
        DestinationPhoneNumber: to,
        MessageBody: body,
        // Goes along to the events of the delivery, so that these can be traced to what we sent.
        ...(contextValue.test(key) && { Context: { key } }),
      });
      try {
        const { MessageId = '' } = await client.send(command, { abortSignal: signal });
        return { messageId: MessageId };
      } catch (error) {
        throw smsFault(error);
      }
    },
  };
}

/** Narrower than AWS's own pattern; our keys are digests, which it holds. */
const contextValue = /^[\w#@:=+./-]{1,400}$/;
