/** The routes by which users log in, and they or their administrators change and delete them. */
import * as z from 'zod';
import { guessing } from '../../../domain/users/passwordLimits.ts';
import type { Route } from '../../../lib/http/config.ts';
import { credentials, deletion, loggedIn, passwordChange, statusChange, update, wholeUser } from './accountSchemas.ts';

const barred = ['ACCOUNT_SUSPENDED', 'ACCOUNT_LOCKED'] as const;

export const accountRoutes = [
  {
    method: 'POST',
    path: '/api/v1/users/login',
    action: 'logIn',
    summary: 'Lets a user in who knows their password.',
    access: 'open',
    body: credentials,
    answers: { 200: loggedIn },
    problems: { 401: ['WRONG_CREDENTIALS'], 403: barred },
    mints: true,
    throttle: { ...guessing, account: ['body.email', 'body.username'] },
  },
  {
    method: 'PATCH',
    path: '/api/v1/users/{id}',
    action: 'update',
    summary:
      'Changes what a user is called, reached by and says of themselves; a profile is replaced whole. Another e-mail takes the password or a fresh log-in, and is told to the one before.',
    access: { admin: 'all', user: 'path.id' },
    body: update,
    answers: { 200: wholeUser },
    problems: { 401: ['LOGIN_NOT_FRESH'], 403: ['WRONG_PASSWORD', ...barred], 409: ['ALREADY_TAKEN'] },
    versioned: true,
    throttle: { ...guessing, account: 'path.id', triedBy: 'body.password' },
  },
  {
    method: 'PUT',
    path: '/api/v1/users/{id}/password',
    action: 'changePassword',
    summary: 'Changes a user’s own password.',
    access: { user: 'path.id' },
    body: passwordChange,
    answers: { 204: z.undefined() },
    problems: { 403: ['WRONG_PASSWORD', ...barred], 422: ['SAME_PASSWORD'] },
    versioned: true,
    throttle: { ...guessing, account: 'path.id' },
  },
  {
    method: 'PUT',
    path: '/api/v1/users/{id}/status',
    action: 'changeStatus',
    summary: 'Suspends or locks a user, or makes them active again.',
    access: { admin: 'all' },
    body: statusChange,
    answers: { 200: wholeUser },
    versioned: true,
  },
  {
    method: 'DELETE',
    path: '/api/v1/users/{id}',
    action: 'remove',
    summary: 'Deletes a user; users themselves send their password.',
    access: { admin: 'all', user: 'path.id' },
    body: deletion,
    answers: { 204: z.undefined() },
    problems: { 403: ['WRONG_PASSWORD', ...barred] },
    versioned: true,
    throttle: { ...guessing, account: 'path.id', triedBy: 'body.password' },
  },
] as const satisfies readonly Route[];
