/** The demo's requests to the stack, over HTTP. */
import type { RecordJson } from '../recordJson.ts';

export interface Addresses {
  api: string;
  console: string;
  /** The caller that the demo speaks for. */
  tokens: Record<'merchant' | 'admin', string>;
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

export interface Account {
  balances: { currency: string; debit_minor: number; credit_minor: number; balance_minor: number }[];
}

export interface Alert {
  subject_id: string;
  level: string;
  reasons: string[];
}

/** A body as text, since that is what is signed. */
export interface Signed {
  body: string;
  headers: Record<string, string>;
}

interface Registration {
  username: string;
  email: string;
  password: string;
}

export type Client = ReturnType<typeof createClient>;

export function createClient({ api, console, tokens }: Addresses) {
  const as = (role: keyof typeof tokens) => ({ authorization: `Bearer ${tokens[role]}` });
  return {
    register: (person: Registration) => post<{ user: { id: string } }>(`${api}/api/v1/users/register`, person),
    pay: (payment: Record<string, unknown>) =>
      post<{ payment_id: string; payment_no: string }>(`${api}/api/v1/payments`, payment, as('merchant')),
    result: (paymentId: string, signed: Signed) =>
      post<{ status: string }>(`${api}/api/v1/payments/${paymentId}/result`, signed.body, signed.headers),
    account: (name: string) => find<Account>(`${api}/api/v1/accounts/${encodeURIComponent(name)}`, as('admin')),
    checkRisk: (check: Record<string, unknown>) =>
      post<{ score: number; level: string; reasons: string[] }>(`${api}/api/v1/risk/checks`, check, as('admin')),
    alerts: async () => (await get<{ alerts: Alert[] }>(`${api}/api/v1/admin/alerts`, as('admin'))).alerts,
    publish: (topic: string, records: Partial<RecordJson>[]) => post(`${console}/api/topics/${topic}/records`, records),
    emails: () => get<Email[]>(`${console}/api/emails`),
    deadLetters: () => get<Letter[]>(`${console}/api/dead-letters`),
    records: (topic: string) => get<RecordJson[]>(`${console}/api/topics/${topic}/records`),
    /** Every consumer of that topic. */
    readersOf: async (topic: string) => {
      const functions = await get<{ name: string; topics: string[] }[]>(`${console}/api/functions`);
      return functions.filter(({ topics }) => topics.includes(topic)).map(({ name }) => name);
    },
    lag: async () => {
      const groups = await get<{ lag: number }[]>(`${console}/api/groups`);
      return groups.reduce((sum, group) => sum + group.lag, 0);
    },
  };
}

/** Asks until there is an answer. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, limitMs = 8_000): Promise<T> {
  for (const endsAt = performance.now() + limitMs; performance.now() < endsAt; ) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited ${limitMs / 1000} s for ${what}`);
}

async function get<T>(url: string, headers: Record<string, string> = {}): Promise<T> {
  return await answerOf(await fetch(url, { headers }));
}

/** undefined as long as there is none. */
async function find<T>(url: string, headers: Record<string, string>): Promise<T | undefined> {
  const response = await fetch(url, { headers });
  return response.status === 404 ? undefined : await answerOf(response);
}

async function post<T>(url: string, body: unknown, more: Record<string, string> = {}): Promise<T> {
  const headers = { 'content-type': 'application/json', ...more };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return await answerOf(await fetch(url, { method: 'POST', headers, body: text }));
}

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
