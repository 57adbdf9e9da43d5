/** Events of foreign services about users and orders after a registration, a user each, and their effects here. */

import { orderHistory } from '../../domain/orders/orderEvent.ts';
import { behaviours } from '../../domain/users/behaviour.ts';
import { logins } from '../../domain/users/logins.ts';
import { entriesIn, noticesTo, viewOf, writtenTo } from './foreignEffects.ts';
import { type Told, trx, userCentre } from './foreignLines.ts';

const at = '2026-11-21T08:00:02Z';
const told = '2026-11-21T08:00:00.123456700Z';
const counted = { user_id: '3720', day: '2026-11-21', cause_event_id: 'e' };
const notice = { notice: 'password_changed', category: 'security', cause_event_id: 'e' };
const order = { order_id: 'o-1', user_id: 3718, amount: 1990, timestamp: at };
const behaviour = (user_id: number, action: string) => ({ user_id, action, timestamp: at, ip: '::1' });

/** TRX's records have no id: one that is published twice is two. */
const twice = 2;

export const changes: Told[] = [
  [
    'user.logged_in',
    'sarama',
    userCentre('user.logged_in', { user_id: '3711', username: 'nia', ip: '203.0.113.7' }),
    [viewOf('3711', { username: 'nia', last_login_at: told }), entriesIn(logins, 'user#3711', 1)],
  ],
  [
    'user.password_changed',
    'sarama',
    userCentre('user.password_changed', { user_id: '3712', username: 'oda' }),
    [noticesTo('3712', ['password_changed']), viewOf('3712', { username: 'oda' })],
  ],
  [
    'user.status_changed',
    'sarama',
    userCentre('user.status_changed', { user_id: '3713', username: 'pia', status: 'locked' }),
    [noticesTo('3713', ['status_changed']), viewOf('3713', { status: 'locked' })],
  ],
  [
    'user.updated',
    'sarama',
    userCentre('user.updated', { user_id: '3714', username: 'quy', changes: { username: 'quyen' } }),
    [viewOf('3714', { username: 'quyen' })],
  ],
  [
    'user_updated',
    'sarama',
    trx('user-events', '3715', { type: 'user_updated', user_id: 3715, changes: { username: 'rio' } }),
    [viewOf('3715', { username: 'rio' })],
  ],
  [
    'user.deleted',
    'sarama',
    userCentre('user.deleted', { user_id: '3710', username: 'gil', email: 'gil@example.com' }),
    [writtenTo('gil@example.com', 'confirmDeletion', 1), viewOf('3710', null)],
  ],
  [
    'user.notice_raised for whom no address is known',
    'sarama',
    userCentre('user.notice_raised', { user_id: '3719', ...notice }, 'user.notifications'),
    [noticesTo('3719', ['password_changed'])],
  ],
  ['user.registration_counted', 'sarama', userCentre('user.registration_counted', counted, 'user.analytics'), []],
  ['user.login_counted', 'sarama', userCentre('user.login_counted', counted, 'user.analytics'), []],
  [
    'login',
    'sarama',
    trx('user-behavior', '3716', behaviour(3716, 'login')),
    [entriesIn(logins, 'user#3716', twice), entriesIn(behaviours, 'user#3716', twice)],
  ],
  [
    'view_page',
    'sarama',
    trx('user-behavior', '3717', behaviour(3717, 'view_page')),
    [entriesIn(behaviours, 'user#3717', twice), entriesIn(logins, 'user#3717', 0)],
  ],
  ['order_created', 'sarama', trx('order-events', 'o-1', { event_type: 'order_created', ...order }), []],
  [
    'order_paid',
    'sarama',
    trx('order-events', 'o-1', { event_type: 'order_paid', ...order }),
    [entriesIn(orderHistory, 'order#o-1', 2 * twice)],
  ],
];
