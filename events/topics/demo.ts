import { deadLetterQueueTopic } from './platform.ts';
import { topicsOf } from './topicsOf.ts';

const topic = topicsOf({
  system: 'DEMO',
  format: 'bare',
  compression: 'none',
  keyRule: 'user id; foreign records have none',
  deadLetterTopic: deadLetterQueueTopic.name,
});

export const userRegisteredDemoTopic = topic('user_registered', {
  producers: ['registration-sample'],
  consumers: ['registration-sample'],
  onlyType: 'user.registered',
});
