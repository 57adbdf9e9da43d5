import { expect, test } from 'vitest';
import { redirectionSettings, whyNotRedirected } from '../../domain/users/redirection.ts';

const nowMs = Date.parse('2026-11-21T08:00:00Z');
const settings = redirectionSettings.parse({});

function codeFor(loggedInAt: number | undefined): string | undefined {
  const by = {
    issuer: 'https://login.example',
    id: '7',
    roles: ['user' as const],
    ...(loggedInAt !== undefined && { loggedInAt }),
  };
  return whyNotRedirected({ by, checked: undefined, user: undefined }, true, { nowMs, settings })?.code;
}

test.each([
  ['of this moment', nowMs, undefined],
  ['of five minutes ago', nowMs - 300_000, undefined],
  ['of five minutes and a millisecond ago', nowMs - 300_001, 'LOGIN_NOT_FRESH'],
  ['by a clock that is a minute ahead', nowMs + 60_000, undefined],
  ['told in milliseconds where seconds are due', nowMs * 1_000, 'LOGIN_NOT_FRESH'],
  ['that nobody told', undefined, 'LOGIN_NOT_FRESH'],
])('a log-in %s', (_, loggedInAt, code) => {
  expect(codeFor(loggedInAt)).toBe(code);
});
