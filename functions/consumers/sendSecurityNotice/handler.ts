import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { noticePasswordChange, noticeStatusChange } from './sendSecurityNotice.ts';

export const handler = consumer(config, {
  'user.password_changed': noticePasswordChange,
  'user.status_changed': noticeStatusChange,
});
