import { defineRaw } from '../lib/envelope/rawEvent.ts';
import { deadLetterQueueTopic, dlqNotificationTopic, dlqPaymentTopic } from './topics/platform.ts';

/** Whatever stands on a dead letter topic, whoever wrote it. */
export const deadLetter = defineRaw({
  type: 'dead-letter',
  topics: [dlqPaymentTopic, dlqNotificationTopic, deadLetterQueueTopic],
});
