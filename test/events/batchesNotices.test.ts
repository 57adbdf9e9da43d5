import { expect, it } from 'vitest';
import { notificationEmail, notificationSms } from '../../events/notification.ts';
import { userDeleted, userPasswordChanged, userStatusChanged } from '../../events/user.ts';
import { userNoticeRaised } from '../../events/userNotices.ts';
import { displayNames, readings } from './readings.ts';

// Place, whether it has a key, and what becomes of it.
it('the batch for sendSecurityNotice holds what user.events can hold', () => {
  expect(readings('sendSecurityNotice', [userPasswordChanged, userStatusChanged])).toEqual([
    ['user.events-0@30', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e510'],
    ['user.events-0@31', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e510'],
    ['user.events-0@32', true, 'message evt-1795248602000000000'],
    ['user.events-1@12', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e511'],
    ['user.events-1@13', false, 'message evt-1795248604000000000'],
    ['user.events-1@14', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e512'],
    ['user.events-1@15', true, 'ignored frobnicate'],
    ['user.events-2@4', true, 'unreadable NOT_JSON'],
    ['user.events-2@5', true, 'unreadable NO_VALUE'],
    ['user.events-2@6', true, 'message user.events-2-6'],
  ]);
});

it('the batch for deliverUserNotice holds what user.notifications can hold', () => {
  expect(readings('deliverUserNotice', [userNoticeRaised])).toEqual([
    ['user.notifications-0@7', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e520'],
    ['user.notifications-0@8', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e520'],
    ['user.notifications-0@9', true, 'message evt-1795248609000000000'],
    ['user.notifications-1@3', true, 'ignored user.badge_earned'],
    ['user.notifications-1@4', true, 'unreadable SCHEMA_MISMATCH'],
    ['user.notifications-1@5', false, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e523'],
    ['user.notifications-2@1', true, 'unreadable UNSAFE_INTEGER'],
    ['user.notifications-2@2', true, 'unreadable NO_VALUE'],
  ]);
});

it('the batch for deliverEmail holds what notification.email can hold', () => {
  expect(readings('deliverEmail', [notificationEmail])).toEqual([
    ['notification.email-0@50', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e530'],
    ['notification.email-0@51', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e531'],
    ['notification.email-0@52', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e532'],
    ['notification.email-1@21', true, 'message notification.email-1-21'],
    ['notification.email-1@22', false, 'message notification.email-1-22'],
    ['notification.email-1@23', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e534'],
    ['notification.email-1@24', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e535'],
    ['notification.email-2@8', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e536'],
    ['notification.email-2@9', false, 'unreadable SCHEMA_MISMATCH'],
    ['notification.email-2@10', true, 'ignored notification.push'],
    ['notification.email-2@11', true, 'unreadable NOT_JSON'],
  ]);
});

it('the batch for deliverSms holds what notification.sms can hold', () => {
  expect(readings('deliverSms', [notificationSms])).toEqual([
    ['notification.sms-0@10', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e570'],
    ['notification.sms-0@11', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e571'],
    ['notification.sms-0@12', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e572'],
    ['notification.sms-1@5', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e573'],
    ['notification.sms-1@6', false, 'message notification.sms-1-6'],
    ['notification.sms-1@7', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e574'],
    ['notification.sms-1@8', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e575'],
    ['notification.sms-1@9', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e576'],
    ['notification.sms-2@3', true, 'unreadable SCHEMA_MISMATCH'],
    ['notification.sms-2@4', true, 'ignored notification.push'],
    ['notification.sms-2@5', true, 'unreadable NOT_JSON'],
    ['notification.sms-2@6', true, 'unreadable NO_VALUE'],
  ]);
});

it('the batch for confirmDeletion holds what user.events can hold', () => {
  expect(readings('confirmDeletion', [userDeleted])).toEqual([
    ['user.events-0@60', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e540'],
    ['user.events-0@61', true, 'message 3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e540'],
    ['user.events-0@62', true, 'message evt-1795249202000000000'],
    ['user.events-1@33', true, 'message evt-1795249203000000000'],
    ['user.events-1@34', false, 'message evt-1795249204000000000'],
    ['user.events-1@35', true, 'message evt-1795249205000000000'],
    ['user.events-2@9', true, 'ignored user.updated'],
    ['user.events-2@10', true, 'unreadable NOT_JSON'],
  ]);
});

it.each(['sendSecurityNotice', 'deliverUserNotice', 'deliverEmail', 'confirmDeletion'])(
  'the batch for %s has header bytes above 127',
  (batch) => {
    expect(displayNames(batch)).toEqual(['Zoë', '林梅']);
  },
);
