/** Looks at an event's effects on a running stack, and compares each with the expected one. */

import { userSettings } from '../../domain/users/settings.ts';
import { userKey } from '../../domain/users/user.ts';
import { localFiles } from '../../lib/connect/connect.ts';
import { sqliteStore } from '../../lib/store/sqlite.ts';
import { type Ref, ref, type Table } from '../../lib/store/store.ts';
import { get, recordsOn, type StackProcess } from './stackProcess.ts';

export interface Seen {
  stack: StackProcess;
  /** Its state folder. */
  state: string;
}

export interface Effect {
  look(seen: Seen): Promise<unknown>;
  expected: unknown;
}

export function welcomesTo(address: string, expected: number): Effect {
  return writtenTo(address, 'sendWelcomeEmail', expected);
}

/** E-mails to that address by that function. */
export function writtenTo(address: string, by: string, expected: number): Effect {
  return {
    async look({ stack }) {
      const emails = await get<{ to: string[]; function: string }[]>(`${stack.console}/api/emails?limit=1000`);
      return emails.filter((email) => email.function === by && email.to.includes(address)).length;
    },
    expected,
  };
}

/** Some fields of what GET shows of a user; null: nothing. */
export function viewOf(userId: string, expected: Record<string, unknown> | null): Effect {
  return {
    async look({ stack }) {
      const response = await fetch(`${stack.api}/api/v1/users/${userId}`, { headers: stack.admin });
      if (response.status === 404) return null;
      const shown = (await response.json()) as Record<string, unknown>;
      return Object.fromEntries(Object.keys(expected ?? shown).map((name) => [name, shown[name]]));
    },
    expected,
  };
}

/** How many items of a growing list are held under that key. */
export function entriesIn(table: Table, partition: string, expected: number): Effect {
  return {
    async look({ state }) {
      const store = sqliteStore({ file: localFiles(state).store, tables: [table], now: Date.now });
      const { items } = await store.query({ table, partition });
      await store.close();
      return items.length;
    },
    expected,
  };
}

/** The notices that a user must get, once each, whatever was published twice. */
export function noticesTo(userId: string, expected: readonly string[]): Effect {
  return {
    async look({ stack }) {
      const records = (await recordsOn(stack, 'user.notifications')).filter(({ key }) => key === userId);
      const byId = new Map(records.map(({ value }) => [value['id'], value['notice']]));
      return [...byId.values()];
    },
    expected,
  };
}

/** null: there are none. */
export function settingsOf(userId: string, expected: { email?: string } | null): Effect {
  const { pk, sk } = userKey(userId);
  return {
    async look({ state }) {
      const found = await itemOf(state, ref(userSettings, pk, sk));
      return found ? { email: found['email'] } : null;
    },
    expected,
  };
}

/** By each of these consumers once for each time it was published: codes, and the values that the letters hold. */
export function lettersOf(key: string, expected: { by: readonly string[]; code: string; value: string }): Effect {
  return {
    async look({ stack }) {
      const letters = (await lettersOn(stack)).filter((letter) => letter.key === key);
      const records = await get<{ key: string; valueBase64: string }[]>(
        `${stack.console}/api/topics/dead-letter-queue/records?limit=1000`,
      );
      const values = records.filter((record) => record.key === key).map(({ valueBase64 }) => valueBase64);
      const [value = '', ...others] = new Set(values.map((base64) => Buffer.from(base64, 'base64').toString()));
      const [code, ...codes] = new Set(letters.map(({ errorCode }) => errorCode));
      const by = expected.by.filter((name) => letters.filter(({ consumer }) => consumer === name).length === 2);
      return { by, code, value, more: [...others, ...codes] };
    },
    expected: { ...expected, more: [] },
  };
}

export async function lettersOn({ console }: StackProcess) {
  return await get<{ key: string; consumer: string; errorCode: string }[]>(`${console}/api/dead-letters?limit=1000`);
}

async function itemOf(state: string, wanted: Ref) {
  const store = sqliteStore({ file: localFiles(state).store, tables: [wanted.table], now: Date.now });
  const [found] = await store.read([wanted]);
  await store.close();
  return found;
}
