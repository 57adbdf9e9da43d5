import { deadLetterQueueTopic, dlqNotificationTopic } from './platform.ts';
import { topicsOf } from './topicsOf.ts';

const topic = topicsOf({
  system: 'USER',
  format: 'embedded',
  // The documents' own producer says so.
  compression: 'snappy',
  keyRule: 'user id',
  deadLetterTopic: deadLetterQueueTopic.name,
});
const producers = ['usercenter'];

export const userEventsTopic = topic('user.events', { producers, consumers: ['usercenter'] });

/** Notices that user events give rise to, for delivery. */
export const userNotificationsTopic = topic('user.notifications', {
  producers,
  consumers: ['notification'],
  deadLetterTopic: dlqNotificationTopic.name,
});

/** Registration and log-in facts. */
export const userAnalyticsTopic = topic('user.analytics', { producers, consumers: ['analytics'] });
