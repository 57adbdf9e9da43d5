/** Mistakes at the command line of replay. */
import { join } from 'node:path';
import { type Mistakes, replayed } from './given.ts';

const registered = 'events/samples/user.registered.json';
const broken = JSON.stringify({ topic: 'user.events', key: '1', value: '{broken' });

export const commandMistakes: Mistakes = {
  'replay of a function that is not there': replayed(() => ['sendWelcomeMail', registered]),
  'replay of a record of a topic that the function does not read': replayed(() => ['postAccounting', registered]),
  'replay of a file that is not there': replayed((folder) => ['sendWelcomeEmail', join(folder, 'none.json')]),
  'replay of a file that is not JSON': replayed((folder) => ['sendWelcomeEmail', join(folder, 'half.json')], {
    'half.json': '{"topic": ',
  }),
  'replay of a file that holds no event': replayed((folder) => ['sendWelcomeEmail', join(folder, 'other.json')], {
    'other.json': '{"name": "event-functions"}',
  }),
  'an option that is misspelt': replayed(() => ['sendWelcomeEmail', registered, '--agian']),
  'replay after the bug is mended, without `--again`': replayed(
    (folder) => ['sendWelcomeEmail', join(folder, 'broken.json')],
    { 'broken.json': broken },
    2,
  ),
};
