import { deadLetterQueueTopic } from './platform.ts';
import { topicsOf } from './topicsOf.ts';

const topic = topicsOf({
  system: 'CARD',
  format: 'envelope',
  compression: 'none',
  keyRule: 'card id',
  deadLetterTopic: deadLetterQueueTopic.name,
});

export const cardEventsTopic = topic('card-events', { producers: ['card-service'], consumers: ['card-service'] });

export const videoEventsTopic = topic('video-events', {
  producers: ['video-service'],
  consumers: ['video-service'],
  keyRule: 'video id',
});
