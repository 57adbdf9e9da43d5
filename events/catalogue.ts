/** Everything the platform's documents name, in one list each: what deployment, local stack and docs are made from. */
import type { AnyEvent } from '../lib/envelope/event.ts';
import type { Topic } from '../lib/envelope/topic.ts';
import * as accountingEvents from './accounting.ts';
import * as auditEvents from './audit.ts';
import * as deadLetterEvents from './deadLetters.ts';
import * as notificationEvents from './notification.ts';
import * as orderEvents from './order.ts';
import * as paymentEvents from './payment.ts';
import * as riskEvents from './risk.ts';
import * as accountingTopics from './topics/accounting.ts';
import * as cardTopics from './topics/cards.ts';
import * as demoTopics from './topics/demo.ts';
import * as notificationTopics from './topics/notifications.ts';
import * as orderTopics from './topics/orders.ts';
import * as paymentTopics from './topics/payments.ts';
import * as platformTopics from './topics/platform.ts';
import * as riskTopics from './topics/risk.ts';
import * as sagaTopics from './topics/saga.ts';
import * as trxTopics from './topics/trx.ts';
import * as userCentreTopics from './topics/userCentre.ts';
import * as trxEvents from './trx.ts';
import * as userEvents from './user.ts';
import * as userAnalyticsEvents from './userAnalytics.ts';
import * as userNoticeEvents from './userNotices.ts';

/** All of them, once each. */
export const topics: readonly Topic[] = [
  ...Object.values(paymentTopics),
  ...Object.values(orderTopics),
  ...Object.values(accountingTopics),
  ...Object.values(riskTopics),
  ...Object.values(notificationTopics),
  ...Object.values(sagaTopics),
  ...Object.values(userCentreTopics),
  ...Object.values(trxTopics),
  ...Object.values(cardTopics),
  ...Object.values(demoTopics),
  ...Object.values(platformTopics),
];

/** All definitions. */
export const events: readonly AnyEvent[] = [
  ...Object.values(userEvents),
  ...Object.values(userNoticeEvents),
  ...Object.values(userAnalyticsEvents),
  ...Object.values(trxEvents),
  ...Object.values(orderEvents),
  ...Object.values(paymentEvents),
  ...Object.values(accountingEvents),
  ...Object.values(riskEvents),
  ...Object.values(notificationEvents),
  ...Object.values(auditEvents),
  ...Object.values(deadLetterEvents),
];
