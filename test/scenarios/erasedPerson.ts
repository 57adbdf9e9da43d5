/** All that the unmistakable person does before they are deleted, and what is told of them afterwards. */
import { bearer } from '../fixtures/tokens.ts';
import type { LoggedStack } from './loggedStack.ts';
import { post, settled } from './stackProcess.ts';
import { idempotencyKey, ip, newPassword, person, phone, send, webhookUrl } from './unmistakable.ts';

/** The walk: what is added here is searched for there. Answers the user's id. */
export async function live(stack: LoggedStack, state: string): Promise<string> {
  const id = await register(stack);
  await bringOldSystems(stack, id);
  await isChecked(stack, state, id);
  await settled(stack, 20_000);
  await sayHowToBeReached(stack, state, id);
  await logIn(stack);
  await changeThemselves(stack, state, id);
  await buy(stack, state, id);
  await settled(stack, 20_000);
  return id;
}

/** Answers 204 and tells, and all else goes when that is read. */
export async function beDeleted(stack: LoggedStack, state: string, id: string): Promise<void> {
  const headers = await bearer({ folder: state, now: Date.now }, 'user', id);
  const deleting = { url: `${stack.api}/api/v1/users/${id}`, method: 'DELETE', headers };
  const { status } = await send(deleting, { password: newPassword });
  if (status !== 204) throw new Error(`the deletion ended with ${status}`);
  await settled(stack, 20_000);
}

/** Told again and late, by whoever did not hear of the deletion. */
export async function comeLate(stack: LoggedStack, id: string): Promise<void> {
  await bringOldSystems(stack, id);
  const { username, email } = person;
  const from = { ip, user_agent: 'Wobblebrowse/9.1' };
  await publish(stack, 'user-behavior', id, { action: 'login', user_id: Number(id), username, ...from });
  await publish(stack, 'user-behavior', id, { action: 'page_view', user_id: Number(id), page: `/of/${username}` });
  await publish(stack, 'order-events', 'o-late', {
    type: 'order_created',
    order_id: 'o-late',
    user_id: id,
    to: username,
  });
  await publish(stack, 'user.events', id, {
    type: 'user.updated',
    data: { user_id: id, changes: { username, email } },
  });
  await publish(stack, 'user.events', id, { type: 'user.logged_in', data: { user_id: id, username, email, ...from } });
  await settled(stack, 20_000);
}

/** Publishes a record that nobody can handle, under a key that is a name. */
export async function failSomebody(stack: LoggedStack, id: string): Promise<void> {
  const broken = {
    user_id: Number(id),
    username: { first: person.username },
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
  const url = `${api}/api/v1/users/register`;
  const accepted = await send({ url, headers }, person);
  const statuses = [
    await send({ url, headers }, person),
    await send({ url, headers }, { ...person, locale: 'zh-CN' }),
    await send({ url }, person),
    await send({ url }, { ...person, email: 'Quirrelinda at Markhaven' }),
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
  const { status } = await send(
    { url: `${api}/api/v1/risk/checks`, headers: await bearer({ folder: state, now: Date.now }, 'service') },
    asked,
  );
  if (status !== 201) throw new Error(`the risk check ended with ${status}`);
}

async function sayHowToBeReached({ api }: LoggedStack, state: string, id: string): Promise<void> {
  const contact = { email: person.email, phone, webhook_url: webhookUrl };
  const headers = await bearer({ folder: state, now: Date.now }, 'user', id);
  const { status } = await send({ url: `${api}/api/v1/users/${id}/contact`, method: 'PUT', headers }, contact);
  if (status !== 200) throw new Error(`the contact ended with ${status}`);
}

/** From a country, with a wrong password before the right one. */
async function logIn({ api }: LoggedStack): Promise<void> {
  const at = { url: `${api}/api/v1/users/login`, headers: { 'cloudfront-viewer-country': 'DE' } };
  const { username, email, password } = person;
  const wrong = await send(at, { email, password: newPassword });
  const right = await send(at, { username, password });
  if (wrong.status !== 401 || right.status !== 200)
    throw new Error(`log-ins ended with ${wrong.status}, ${right.status}`);
}

/** Another name and a profile, and another password, of which they are told. */
async function changeThemselves({ api }: LoggedStack, state: string, id: string): Promise<void> {
  const headers = await bearer({ folder: state, now: Date.now }, 'user', id);
  const url = `${api}/api/v1/users/${id}`;
  const changes = { username: `${person.username} II`, profile: { city: 'Umbrafeld', pets: ['Perpetua'] } };
  const { status } = await send({ url, method: 'PATCH', headers }, changes);
  const passwords = { old_password: person.password, new_password: newPassword };
  const changed = await send({ url: `${url}/password`, method: 'PUT', headers }, passwords);
  if (status !== 200 || changed.status !== 204) throw new Error(`changes ended with ${status}, ${changed.status}`);
}

/** With us, and what the shop's old system tells of it. */
async function buy(stack: LoggedStack, state: string, id: string): Promise<void> {
  const order = { user_id: id, merchant_id: crypto.randomUUID(), amount: 4_999, currency: 'EUR' };
  const headers = {
    ...(await bearer({ folder: state, now: Date.now }, 'user', id)),
    'idempotency-key': idempotencyKey,
  };
  const items = [{ name: 'Umbrella', engraving: 'Perpetua' }];
  const { status, body } = await send({ url: `${stack.api}/api/v1/orders`, headers }, { ...order, items });
  if (status !== 201) throw new Error(`the order ended with ${status}`);
  const shipped = { type: 'order_shipped', order_id: body['order_id'], user_id: Number(id), to: person.username };
  await publish(stack, 'order-events', String(body['order_id']), shipped);
}

async function publish({ console }: LoggedStack, topic: string, key: string, value: unknown): Promise<void> {
  const { status } = await post(`${console}/api/topics/${topic}/records`, [{ key, value }]);
  if (status >= 300) throw new Error(`publishing on ${topic} ended with ${status}`);
}
