import { keepEvent, keyOfUser, type TheirKey } from '../../../domain/orders/orderEvent.ts';
import type { anyOrderEvent } from '../../../events/trx.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';

export const storeOrderHistory: Decider<typeof anyOrderEvent, TheirKey> = { load: keyOfUser, decide: keepEvent };
