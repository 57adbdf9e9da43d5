/** A person whom nobody can mistake, and all that they do before they are deleted. */
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { bearer } from '../fixtures/tokens.ts';
import type { LoggedStack } from './loggedStack.ts';
import { post, settled } from './stackProcess.ts';

export const person = {
  username: 'Quirrelinda Voss',
  email: 'Quirrelinda.Voss@Markhaven.example',
  password: 'of-Zephyrine-1877',
};

/** Where they sit, and with what. Loopback has many addresses. */
const ip = '127.66.77.88';
const userAgent = 'Wobblebrowse/9.1';
const idempotencyKey = 'registration-of-Perpetua';

const phone = '+4915123456789';
const webhookUrl = 'https://hooks.markhaven.example/perpetua';

/** In lower case: one of each thing that there is to know of them. */
export const markers = ['quirrelinda', 'markhaven', 'zephyrine', ip, 'wobblebrowse', 'perpetua', '15123456789'];

/** The walk: what is added here is searched for there. Answers the user's id. */
export async function live(stack: LoggedStack, state: string): Promise<string> {
  const id = await register(stack);
  await bringOldSystems(stack, id);
  await isChecked(stack, state, id);
  await settled(stack, 20_000);
  await sayHowToBeReached(stack, state, id);
  await changePassword(stack, id);
  await settled(stack, 20_000);
  return id;
}

/** What the DELETE of a user tells. */
export async function beDeleted(stack: LoggedStack, id: string): Promise<void> {
  const data = { user_id: id, user_version: 2, username: person.username, email: person.email, locale: 'en' };
  const value = { id: crypto.randomUUID(), type: 'user.deleted', version: '1.0', data };
  await publish(stack, 'user.events', id, value);
  await settled(stack, 20_000);
}

/** Told again and late, by whoever did not hear of the deletion. */
export async function comeLate(stack: LoggedStack, id: string): Promise<void> {
  await bringOldSystems(stack, id);
  await settled(stack, 20_000);
}

/** What nobody can handle, under a key that is a name. */
export async function failSomebody(stack: LoggedStack, id: string): Promise<void> {
  const broken = {
    user_id: Number(id),
    username: person.username,
    email: 'Quirrelinda at Markhaven',
    action: 'register',
  };
  await publish(stack, 'user-events', person.username, broken);
  await publish(stack, 'user-events', person.username, person.username);
  await settled(stack, 20_000);
}

/** In every way that registering can end. */
async function register({ api }: LoggedStack): Promise<string> {
  const headers = { 'idempotency-key': idempotencyKey };
  const path = `${api}/api/v1/users/register`;
  const accepted = await send(path, person, headers);
  const statuses = [
    await send(path, person, headers),
    await send(path, { ...person, locale: 'zh-CN' }, headers),
    await send(path, person),
    await send(path, { ...person, email: 'Quirrelinda at Markhaven' }),
  ].map(({ status }) => status);
  if (accepted.status !== 201 || statuses.join() !== '201,422,409,400')
    throw new Error(`registrations ended with ${accepted.status}, ${statuses}`);
  return (accepted.body['user'] as { id: string }).id;
}

/** The same user as TRX and the sample tell of them. */
async function bringOldSystems(stack: LoggedStack, id: string): Promise<void> {
  const { username, email } = person;
  await publish(stack, 'user-events', username, { user_id: Number(id), username, email, action: 'register' });
  await publish(stack, 'notification-events', id, { type: 'welcome_email', user_id: Number(id), username, email });
  await publish(stack, 'user_registered', id, { user_id: id, username, email });
}

async function isChecked({ api }: LoggedStack, state: string, id: string): Promise<void> {
  const asked = { subject_type: 'user', subject_id: id, ip, country: 'DE', amount: 10_000_000 };
  const { status } = await send(`${api}/api/v1/risk/checks`, asked, { ...(await bearer(state, 'service')) });
  if (status !== 201) throw new Error(`the risk check ended with ${status}`);
}

async function sayHowToBeReached({ api }: LoggedStack, state: string, id: string): Promise<void> {
  const contact = { email: person.email, phone, webhook_url: webhookUrl };
  const headers = await bearer(state, 'user', id);
  const { status } = await send(`${api}/api/v1/users/${id}/contact`, contact, { ...headers }, 'PUT');
  if (status !== 200) throw new Error(`the contact ended with ${status}`);
}

/** Which is told to them: a notice, and by it an e-mail. */
async function changePassword(stack: LoggedStack, id: string): Promise<void> {
  const { username, email } = person;
  const data = { user_id: id, username, email };
  await publish(stack, 'user.events', id, {
    id: crypto.randomUUID(),
    type: 'user.password_changed',
    version: '1.0',
    data,
  });
}

async function publish({ console }: LoggedStack, topic: string, key: string, value: unknown): Promise<void> {
  const { status } = await post(`${console}/api/topics/${topic}/records`, [{ key, value }]);
  if (status >= 300) throw new Error(`publishing on ${topic} ended with ${status}`);
}

/** From the person's own address, which `fetch` can't choose. */
async function send(url: string, body: unknown, headers: Record<string, string> = {}, method = 'POST') {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: Record<string, unknown> }>();
  const own = { 'content-type': 'application/json', 'user-agent': userAgent, ...headers };
  const sent = request(url, { method, localAddress: ip, headers: own }, async (response) => {
    resolve({ status: response.statusCode ?? 0, body: (await json(response)) as Record<string, unknown> });
  });
  sent.on('error', reject).end(JSON.stringify(body));
  return await promise;
}
