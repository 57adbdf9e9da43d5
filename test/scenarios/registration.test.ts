import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  get,
  post,
  type RecordView,
  recordsOn,
  type StackProcess,
  settled,
  startStackProcess,
  stateFolder,
} from './stackProcess.ts';

const topics = ['user.events', 'user-events', 'notification-events', 'user_registered'];
/** A process that was killed amid a batch holds its partition for as long as its function could have worked. */
const BEYOND_A_LEASE_MS = 75_000;
const samples = join(import.meta.dirname, '../../events/samples');

interface Accepted {
  id: string;
  email: string;
}

const idOf = (record: RecordView) => record.headers.find(([name]) => name === 'x-event-id')?.[1];

async function welcomes(stack: StackProcess): Promise<{ to: string[] }[]> {
  const emails = await get<{ to: string[]; function: string }[]>(`${stack.console}/api/emails?limit=1000`);
  return emails.filter((email) => email.function === 'sendWelcomeEmail');
}

async function register(api: string, name: string): Promise<Accepted | null> {
  const person = { username: name, email: `${name}@example.com`, password: 'password123' };
  const answer = await post(`${api}/api/v1/users/register`, person).catch(() => null);
  if (answer?.status !== 201) return null;
  const user = answer.body['user'] as { id: string };
  return { id: user.id, email: person.email };
}

/**
 * Every consumer has handled something: what is killed while it imports its functions holds a batch for a minute, and three
 * times the same one are three crashes of a record.
 */
async function warmedUp(stack: StackProcess, name: string): Promise<void> {
  expect(await register(stack.api, name)).not.toBeNull();
  await settled(stack, BEYOND_A_LEASE_MS);
}

describe('SIGKILL amid registrations', () => {
  test('leaves every accepted one with one user, one event id on its topics, and one welcome e-mail', async () => {
    const state = stateFolder();
    const accepted: Accepted[] = [];
    for (const round of [1, 2, 3]) {
      const stack = await startStackProcess(state);
      await warmedUp(stack, `first${round}`);
      const names = Array.from({ length: 40 }, (_, n) => `person${round}x${n}`);
      const answers = names.map((name) => register(stack.api, name));
      await Promise.any(
        answers.slice(8 * round).map(async (answer) => (await answer) ?? Promise.reject(new Error('refused'))),
      );
      await stack.kill('SIGKILL');
      const known = (await Promise.all(answers)).filter((answer) => answer !== null);
      accepted.push(...known);
    }
    expect(accepted.length).toBeGreaterThan(3);

    const stack = await startStackProcess(state);
    await settled(stack, BEYOND_A_LEASE_MS);
    const emails = await welcomes(stack);
    const onTopics = await Promise.all(topics.map((topic) => recordsOn(stack, topic)));
    for (const { id, email } of accepted) {
      expect(
        emails.filter(({ to }) => to.includes(email)),
        email,
      ).toHaveLength(1);
      const ids = onTopics.map(
        (records) => new Set(records.filter((record) => record.value['email'] === email).map(idOf)),
      );
      expect(
        ids.map((set) => set.size),
        email,
      ).toEqual([1, 1, 1, 1]);
      expect(new Set(ids.flatMap((set) => [...set])).size, email).toBe(1);
      const users = new Set(
        onTopics.flat().flatMap(({ value }) => (value['email'] === email ? [String(value['user_id'])] : [])),
      );
      expect([...users], email).toEqual([id]);
    }
    const again = await post(`${stack.api}/api/v1/users/register`, {
      username: 'somebody else',
      email: accepted[0]?.email,
      password: 'password123',
    });
    expect(again.status).toBe(409);
    expect(await stack.kill('SIGTERM')).toBe(0);
  }, 240_000);
});

describe('the same registration in every shape on its topics', () => {
  test('sends one e-mail in all, and makes one settings row', async () => {
    const stack = await startStackProcess(stateFolder());
    const files = readdirSync(samples).filter((file) =>
      /^(user[._]registered|trx\.(register|welcome_email))/.test(file),
    );
    expect(files.length).toBeGreaterThan(9);
    for (const file of [...files, ...files]) {
      const { topic, ...record } = JSON.parse(readFileSync(join(samples, file), 'utf8')) as { topic: string };
      const { status } = await post(`${stack.console}/api/topics/${topic}/records`, [record]);
      expect(status, file).toBeLessThan(300);
    }
    await settled(stack, 15_000);
    expect(await welcomes(stack)).toHaveLength(1);
    expect(await get<unknown[]>(`${stack.console}/api/dead-letters`)).toEqual([]);
  });
});
