/** Records that services in Go and NestJS publish on every topic of the three systems, and their effects here. */
import { changes } from './foreignChanges.ts';
import { lettersOf, settingsOf, welcomesTo } from './foreignEffects.ts';
import { type Told, trx, userCentre } from './foreignLines.ts';

const readers = ['initialiseUserSettings', 'sendWelcomeEmail'];
/** 2^53 - 1. */
const last = 9_007_199_254_740_991;
export const told: Told[] = [
  [
    'user.registered',
    'sarama',
    userCentre('user.registered', { user_id: '3701', username: 'ann <a>', email: 'Ann@Example.com' }),
    [welcomesTo('Ann@Example.com', 1), settingsOf('3701', { email: 'Ann@Example.com' })],
  ],
  [
    'user.registered of a NestJS service',
    'nest',
    userCentre('user.registered', { user_id: '3702', username: 'bo', email: 'bo@example.com' }),
    [welcomesTo('bo@example.com', 1), settingsOf('3702', { email: 'bo@example.com' })],
  ],
  [
    'user.registered without a user id',
    'sarama',
    userCentre('user.registered', { user_id: '', username: 'cem', email: 'cem@example.com' }),
    [welcomesTo('cem@example.com', 1), settingsOf('', null)],
  ],
  [
    'register, keyed by the username',
    'sarama',
    trx('user-events', 'dee', { user_id: last, username: 'dee', email: 'dee@example.com', action: 'register' }),
    [welcomesTo('dee@example.com', 1), settingsOf('9007199254740991', { email: 'dee@example.com' })],
  ],
  [
    'register without a user id',
    'sarama',
    trx('user-events', 'eve', { username: 'eve', email: 'eve@example.com', action: 'register' }),
    [welcomesTo('eve@example.com', 1), settingsOf('0', null)],
  ],
  [
    'register of a user whose id no JavaScript number holds',
    'sarama',
    trx('user-events', 'fay', {
      user_id: JSON.rawJSON('9007199254740993'),
      username: 'fay',
      email: 'fay@example.com',
      action: 'register',
    }),
    [
      welcomesTo('fay@example.com', 0),
      settingsOf('9007199254740992', null),
      settingsOf('9007199254740993', null),
      lettersOf('fay', {
        by: readers,
        code: 'UNSAFE_INTEGER',
        value: '{"user_id":9007199254740993,"username":"fay","email":"fay@example.com","action":"register"}',
      }),
    ],
  ],
  [
    'register with an address that is none',
    'sarama',
    trx('user-events', 'hal', { user_id: 3704, username: 'hal', email: 'hal', action: 'register' }),
    [welcomesTo('hal', 0), settingsOf('3704', {})],
  ],
  [
    'an action that nobody knows',
    'sarama',
    trx('user-events', 'ida', { user_id: 3705, username: 'ida', email: 'ida@example.com', action: 'dance' }),
    [welcomesTo('ida@example.com', 0), settingsOf('3705', null)],
  ],
  [
    'welcome_email',
    'sarama',
    trx('notification-events', '3706', { type: 'welcome_email', user_id: 3706, email: 'jo@example.com' }),
    [welcomesTo('jo@example.com', 1), settingsOf('3706', null)],
  ],
  [
    'user_registered as ClientKafka.emit writes an object',
    'nest',
    { topic: 'user_registered', value: { username: 'kim', email: 'kim@example.com', plan: 'free' } },
    [welcomesTo('kim@example.com', 1)],
  ],
  [
    'user_registered as ClientKafka.emit writes {key, value, headers}',
    'nest',
    {
      topic: 'user_registered',
      key: '3707',
      headers: [['x-event-id', 'registration-3707']],
      value: { user_id: '3707', username: 'lou', email: 'lou@example.com' },
    },
    [welcomesTo('lou@example.com', 1), settingsOf('3707', { email: 'lou@example.com' })],
  ],
  [
    'user_registered',
    'sarama',
    { topic: 'user_registered', value: { username: 'max', email: 'max@example.com' } },
    [welcomesTo('max@example.com', 1)],
  ],
  ...changes,
];
