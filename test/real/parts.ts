/** Starts real parts for all test files of a run: each when it is first asked for, once, until the run ends. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startDynamoLocal, startDynoxide } from './dynamodb.ts';
import { startKafka } from './kafka.ts';
import { startMinistack } from './ministack/ministack.ts';
import { startSesLocal } from './sesLocal.ts';
import type { RealPart } from './startedProcess.ts';

const starters = {
  dynoxide: startDynoxide,
  dynamoLocal: startDynamoLocal,
  kafka: startKafka,
  ministack: startMinistack,
  sesLocal: startSesLocal,
} satisfies Record<string, () => Promise<RealPart>>;

export type PartName = keyof typeof starters;

/** The answer to a test file about a part: its address, or why it can't be had. */
export type PartAnswer = { address: string } | { missing: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** Test files run in other processes, so they ask for parts over HTTP: `GET <realParts><name>`. */
    realParts: string;
  }
}

const started = new Map<string, Promise<RealPart>>();

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    answer(request.url?.slice(1) as PartName).then((found) => response.end(JSON.stringify(found)), response.destroy);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('realParts', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return async () => {
    server.close();
    const parts = await Promise.allSettled(started.values());
    await Promise.all(parts.map((part) => part.status === 'fulfilled' && part.value.stop()));
  };
}

async function answer(name: PartName): Promise<PartAnswer> {
  const starting = started.get(name) ?? starters[name]();
  started.set(name, starting);
  try {
    return { address: (await starting).address };
  } catch (error) {
    return { missing: String(error) };
  }
}
