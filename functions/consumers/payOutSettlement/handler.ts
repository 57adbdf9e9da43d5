import { delivery } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { payOutSettlement } from './payOutSettlement.ts';

export const handler = delivery(config, { 'accounting.settlement.created': payOutSettlement });
