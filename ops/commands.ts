/** The commands of `npm run ops`, by name; one file each. */
import type { Command } from './command.ts';
import { outboxCommand } from './outbox.ts';

export const commands: Readonly<Record<string, Command>> = {
  outbox: outboxCommand,
};
