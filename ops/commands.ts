/** The commands of `npm run ops`, by name; one file each. */
import { callbackSecret } from './callbackSecret.ts';
import type { Command } from './command.ts';
import { doctor } from './doctor.ts';
import { dueCommand } from './due.ts';
import { groupsCommand } from './groups/command.ts';
import { ordersCommand } from './orders.ts';
import { outboxCommand } from './outbox.ts';
import { sagasCommand } from './sagas/command.ts';
import { token } from './token.ts';
import { tokenKeys } from './tokenKeys.ts';
import { topicsCommand } from './topics/command.ts';
import { usersCommand } from './users.ts';
import { views } from './views.ts';

export const commands: Readonly<Record<string, Command>> = {
  'callback-secret': callbackSecret,
  doctor,
  due: dueCommand,
  groups: groupsCommand,
  orders: ordersCommand,
  outbox: outboxCommand,
  sagas: sagasCommand,
  token,
  'token-keys': tokenKeys,
  topics: topicsCommand,
  users: usersCommand,
  views,
};
