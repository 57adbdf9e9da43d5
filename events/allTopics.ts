/** Every topic that the platform's documents name. The relay reads this list, so it imports no event definition. */
import type { Topic } from '../lib/envelope/topic.ts';
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
