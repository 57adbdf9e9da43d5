import { userKeys } from '../../../domain/users/userKey.ts';
import { notificationSms } from '../../../events/notification.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { reads } from '../../../lib/declare/uses.ts';
import { sms } from '../../../lib/sms/port.ts';

/**
 * Repeats are recognised by a claim on (event that gave rise to it, channel, recipient, template and its version): one
 * SMS, however often it is asked for. AWS takes no idempotency keys: a message that a worker was sending when it died is
 * never sent again, and ends as the dead letter OUTCOME_UNKNOWN.
 */
export const config = consumerConfig({
  name: 'deliverSms',
  events: [notificationSms],
  uses: [reads(userKeys), sms],
});
