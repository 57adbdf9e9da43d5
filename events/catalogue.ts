/** Every event definition: what deployment, local stack and docs are made from, with `allTopics.ts`. */
import type { AnyEvent } from '../lib/envelope/event.ts';
import * as accountingEvents from './accounting.ts';
import * as auditEvents from './audit.ts';
import * as deadLetterEvents from './deadLetters.ts';
import * as notificationEvents from './notification.ts';
import * as orderEvents from './order.ts';
import * as paymentEvents from './payment.ts';
import * as refundEvents from './refund.ts';
import * as riskEvents from './risk.ts';
import * as sagaEvents from './saga.ts';
import * as settlementEvents from './settlement.ts';
import * as trxEvents from './trx.ts';
import * as userEvents from './user.ts';
import * as userAnalyticsEvents from './userAnalytics.ts';
import * as userNoticeEvents from './userNotices.ts';

/** All definitions. */
export const events: readonly AnyEvent[] = [
  ...Object.values(userEvents),
  ...Object.values(userNoticeEvents),
  ...Object.values(userAnalyticsEvents),
  ...Object.values(trxEvents),
  ...Object.values(orderEvents),
  ...Object.values(paymentEvents),
  ...Object.values(refundEvents),
  ...Object.values(accountingEvents),
  ...Object.values(settlementEvents),
  ...Object.values(sagaEvents),
  ...Object.values(riskEvents),
  ...Object.values(notificationEvents),
  ...Object.values(auditEvents),
  ...Object.values(deadLetterEvents),
];
