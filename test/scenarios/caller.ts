/** A user of a running stack, and what can be seen of what became of their requests. */
import { expect } from 'vitest';
import { runOps } from '../ops/runOps.ts';
import { get, recordsOn, type StackProcess } from './stackProcess.ts';

export const zoe = { username: 'zoe', email: 'zoe@example.com', password: 'password123' };

export interface Caller {
  stack: StackProcess;
  state: string;
  user: { id: string; token: string };
}

export async function ask({ stack, user }: Caller, way: string, body?: unknown, headers: Record<string, string> = {}) {
  const [method = '', path = ''] = way.split(' ');
  const response = await fetch(`${stack.api}${path.replace('{id}', user.id)}`, {
    method,
    headers: { authorization: `Bearer ${user.token}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, etag: response.headers.get('etag'), body: text === '' ? {} : JSON.parse(text) };
}

export async function register(stack: StackProcess, state: string): Promise<Caller> {
  const nobody = { stack, state, user: { id: '', token: '' } };
  const { status, body } = await ask(nobody, 'POST /api/v1/users/register', zoe);
  expect(status).toBe(201);
  return { stack, state, user: { id: body.user.id, token: body.token } };
}

export const logIn = (caller: Caller, from: { country: string; agent: string }, password = zoe.password) =>
  ask(
    caller,
    'POST /api/v1/users/login',
    { email: zoe.email, password },
    { 'cloudfront-viewer-country': from.country, 'user-agent': from.agent },
  );

/** Values of one user's records, oldest first, without fields that differ from run to run. */
export async function told({ stack, user }: Caller, topic: string) {
  const records = (await recordsOn(stack, topic)).filter(({ key }) => key === user.id || key === `user#${user.id}`);
  return records.reverse().map(({ value }) => value);
}

export async function subjects({ stack }: Caller): Promise<string[]> {
  const emails = await get<{ subject: string; to: string[] }[]>(`${stack.console}/api/emails?limit=1000`);
  return emails.reverse().flatMap(({ subject, to }) => (to.includes(zoe.email) ? [subject] : []));
}

export async function held({ state, user }: Caller) {
  const { status, stdout } = await runOps(['users', 'export', user.id, '--json', '--state', state]);
  return { status, text: stdout };
}

/** The same user's things, asked for by who may do everything. */
export function administratorOf(caller: Caller): Caller {
  const token = caller.stack.admin.authorization.replace('Bearer ', '');
  return { ...caller, user: { id: caller.user.id, token } };
}
