import { dlqNotificationTopic } from './platform.ts';
import { paymentPlatformTopicsOf } from './topicsOf.ts';

const topic = paymentPlatformTopicsOf({ keyRule: 'recipient', deadLetterTopic: dlqNotificationTopic.name });
const asked = { producers: ['every service'], consumers: ['notification-service'], source: 'payment-platform' };

export const notificationEmailTopic = topic('notification.email', asked);

export const notificationSmsTopic = topic('notification.sms', asked);

export const notificationWebhookTopic = topic('notification.webhook', asked);
