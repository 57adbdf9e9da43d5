import { expect, it } from 'vitest';
import { didYouMean } from '../../../lib/text/closest.ts';

const names = ['sendWelcomeEmail', 'syncUser', 'users', 'updateUserView'];

it.each([
  ['sendWelcome', ' Did you mean sendWelcomeEmail?'],
  ['syncuser', ' Did you mean syncUser?'],
  ['usres', ' Did you mean users?'],
  ['vsrso', ''],
  ['user', ' Did you mean users?'],
  ['updateUsersView', ' Did you mean updateUserView?'],
  ['relayOutbox', ''],
  ['', ''],
])('for %j says %j', (came, expected) => {
  expect(didYouMean(came, names)).toBe(expected);
});
