/** What the demo asks the stack for, over HTTP. */
import type { RecordJson } from '../recordJson.ts';

export interface Addresses {
  api: string;
  console: string;
}

export interface Email {
  to: string[];
  subject: string;
}

export interface Letter {
  topic: string;
  consumer: string;
  errorCode: string;
}

interface Registration {
  username: string;
  email: string;
  password: string;
}

export function createClient({ api, console }: Addresses) {
  return {
    register: (person: Registration) => post<{ user: { id: string } }>(`${api}/api/v1/users/register`, person),
    publish: (topic: string, records: Partial<RecordJson>[]) => post(`${console}/api/topics/${topic}/records`, records),
    emails: () => get<Email[]>(`${console}/api/emails`),
    deadLetters: () => get<Letter[]>(`${console}/api/dead-letters`),
    records: (topic: string) => get<RecordJson[]>(`${console}/api/topics/${topic}/records`),
    lag: async () => {
      const groups = await get<{ lag: number }[]>(`${console}/api/groups`);
      return groups.reduce((sum, group) => sum + group.lag, 0);
    },
  };
}

/** Asks until there is an answer. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, limitMs = 8_000): Promise<T> {
  for (const endsAt = Date.now() + limitMs; Date.now() < endsAt; ) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited ${limitMs / 1000} s for ${what}`);
}

async function get<T>(url: string): Promise<T> {
  return await answerOf(await fetch(url));
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return await answerOf(await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
