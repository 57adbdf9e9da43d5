import { requestedSms } from '../../../domain/notifications/requestedSms.ts';
import { isDeleted, type KnownKey, keyOf } from '../../../domain/users/userKey.ts';
import type { notificationSms } from '../../../events/notification.ts';
import { skip } from '../../../lib/commit/commit.ts';
import type { Delivery } from '../../../lib/deliveries/delivery.ts';
import type { SmsReceipt, TextMessage } from '../../../lib/sms/sms.ts';
import { smsChannel } from '../../../lib/sms/smsChannel.ts';

export const deliverSms: Delivery<typeof notificationSms, TextMessage, KnownKey, unknown, SmsReceipt> = {
  load: keyOf,
  prepare: (event, { key }) => (isDeleted(key) ? skip('an event of a deleted user') : requestedSms(event)),
  channel: smsChannel,
};
