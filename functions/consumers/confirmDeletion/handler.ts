import { delivery } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { confirmDeletion } from './confirmDeletion.ts';

export const handler = delivery(config, { 'user.deleted': confirmDeletion });
