import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bearer } from '../fixtures/tokens.ts';
import { newFolder } from '../local/programs.ts';
import { writtenIn } from './evidence.ts';
import { startLogged } from './loggedStack.ts';
import { merchant, sign } from './provider.ts';
import { settled } from './stackProcess.ts';

const password = 'correct-horse-battery';
const wrong = 'staple-of-the-horse';
const key = 'key-that-names-a-request';
const person = { username: 'jane', email: 'jane@example.com', password };
const payment = { merchant_id: merchant, amount: 4_999, currency: 'EUR' };

/** Calls the API, and notes the answers and the tokens in them, which are the callers' alone. */
function caller(api: string) {
  const told: string[] = [];
  const tokens: string[] = [];
  const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${api}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const { token, ...rest } = (await response.json()) as Record<string, unknown>;
    if (typeof token === 'string') tokens.push(token);
    told.push(JSON.stringify([rest, [...response.headers]]));
    return response.status;
  };
  return { told, tokens, send };
}

type Send = ReturnType<typeof caller>['send'];

async function registerInEveryWay(send: Send): Promise<number[]> {
  const path = '/api/v1/users/register';
  const headers = { 'idempotency-key': key };
  return [
    await send(path, person, headers),
    await send(path, person, headers),
    await send(path, { ...person, password: wrong }, headers),
    await send(path, person),
    await send(path, person),
    await send(path, { ...person, password: [wrong] }),
    await send(path, { username: wrong, email: wrong, password: 'short' }),
    await send(path, `{"password":"${wrong}",`),
    await send(path, JSON.stringify({ ...person, password: wrong }), { 'content-type': 'text/plain' }),
    await send(path, { ...person, password: `${wrong}${'x'.repeat(1_000_000)}` }),
  ];
}

async function payInEveryWay(send: Send, state: string): Promise<number[]> {
  const merchantToken = await bearer({ folder: state, now: Date.now }, 'merchant', merchant);
  const forged = { authorization: `${merchantToken.authorization.slice(0, -40)}${'A'.repeat(40)}` };
  const spent = sign({ status: 'success' }, new Date(0));
  return [
    await send('/api/v1/payments', payment, { ...merchantToken, 'idempotency-key': key }),
    await send('/api/v1/payments', payment, forged),
    await send('/api/v1/payments', payment, { authorization: `Basic ${wrong}` }),
    await send('/api/v1/risk/checks', { subject_type: 'user', subject_id: 'u' }, merchantToken),
    await send('/api/v1/payments/none/result', spent.body, spent.headers),
  ];
}

it('no password, hash, token, key or secret is written anywhere or told to anyone', async () => {
  const state = newFolder();
  const stack = await startLogged(state, { LOG_LEVEL: 'debug', REGISTER_PER_ACCOUNT: '3/3600' });
  const { told, tokens, send } = caller(stack.api);
  expect(await registerInEveryWay(send)).toEqual([201, 201, 422, 409, 429, 400, 400, 400, 415, 413]);
  expect(await payInEveryWay(send, state)).toEqual([201, 401, 401, 403, 401]);
  const broken = { type: 'user.registered', user_id: '7', email: 5, password: 'of-a-foreign-service' };
  const records = `${stack.console}/api/topics/user.events/records`;
  const headers = { 'content-type': 'application/json' };
  await fetch(records, { method: 'POST', headers, body: JSON.stringify([{ key: '7', value: broken }]) });
  await settled(stack, 15_000);
  const log = await stack.end();

  const { keys } = JSON.parse(readFileSync(join(state, 'tokenKeys.json'), 'utf8'));
  const secrets = [
    password,
    wrong,
    key,
    ...tokens,
    keys[0].d,
    keys[0].p,
    'bG9jYWwtY2FsbGJhY2stc2VjcmV0',
    'developer’s machine',
  ];
  expect(tokens).toHaveLength(2);
  const evidence = [
    { place: 'log', text: log },
    ...told.map((text) => ({ place: 'answer', text })),
    ...writtenIn(state),
  ];
  expect(new Set(evidence.map(({ place }) => place.split(/[ /]/)[0]))).toContain('broker.db');
  for (const { place, text } of evidence) {
    expect(
      secrets.filter((secret) => text.includes(secret)),
      place,
    ).toEqual([]);
    if (place !== 'store.db users') expect(text, place).not.toMatch(/argon2|passwordHash|eyJ[\w-]{20,}\.eyJ/);
  }
  // A foreign record's bytes are kept as they are, and only there.
  const foreign = evidence.filter(({ text }) => text.includes('of-a-foreign-service')).map(({ place }) => place);
  expect(foreign.every((place) => place === 'broker.db records' || place.startsWith('object '))).toBe(true);
  expect(evidence.filter(({ place }) => place === 'store.db users')).toHaveLength(1);
}, 60_000);
