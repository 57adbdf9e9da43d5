/** Where functions run: in threads of this process, or as they are deployed, which takes an emulator of AWS and bundles. */
import { join } from 'node:path';
import type { Log } from '../../lib/observability/log.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import type { Ministack } from '../aws/ministack.ts';
import { emulatedRegion, endpointOf, isAwsEmulated, programEnvironment, useOwnEmulator } from '../environment.ts';
import type { LocalFunction } from '../functions.ts';
import type { Runtime } from '../invoke.ts';
import { ministackFolder } from '../state.ts';
import { type OnBroken, openThreads } from '../threads/runtime.ts';

export type RuntimeChoice = 'inline' | 'ric';

/** The part of the runtime that starts before the broker is there, since both take time. */
export interface Preparation {
  /** Opens the runtime when the broker and all that the emulator holds are there. */
  open(ready: Ready): Promise<OpenRuntime>;
  close(): Promise<void>;
}

export interface OpenRuntime extends Runtime {
  /** Messages sent through a port, by the name of its list, where it is not in the local inbox. */
  sent?: Readonly<Record<string, (limit: number) => Promise<unknown[]>>>;
  /** Imports the handlers before they are needed; those that can't be imported are told once each, then or later. */
  warm?(functions: readonly LocalFunction[], onBroken: OnBroken): void;
  /** The stack ends: a function that holds its thread is not waited for. */
  hurry?(): void;
}

interface Ready {
  settings: Settings;
  functions: readonly LocalFunction[];
  /** The key set that signs tokens: JSON. */
  tokenKeys: string;
  log: Log;
}

/** Before the settings are read. UsageError says what is missing. */
export async function prepareRuntime(
  choice: RuntimeChoice,
  state: string,
  tell: (line: string) => void,
): Promise<Preparation> {
  if (choice === 'inline') return { open: async ({ log }) => openThreads({ log }), close: async () => undefined };
  const { makeBundles, stopBundling } = await import('./bundles.ts');
  const folder = join(state, 'bundles');
  const bundled = makeBundles(folder);
  // It is waited for later, and may fail before.
  bundled.catch(() => undefined);
  const own = await startEmulator(state, tell).catch(async (error: unknown) => {
    await stopBundling();
    throw error;
  });
  return {
    async open(ready) {
      await bundled;
      const { fetchRuntimeClient } = await import('./client.ts');
      return await openRic(await fetchRuntimeClient(tell), folder, ready);
    },
    async close() {
      await stopBundling();
      await own?.stop();
    },
  };
}

/** Unless there is one already. */
async function startEmulator(state: string, tell: (line: string) => void): Promise<Ministack | undefined> {
  if (isAwsEmulated()) return undefined;
  const { startMinistack } = await import('../aws/ministack.ts');
  const own = await startMinistack(ministackFolder(state), emulatedRegion(), tell);
  useOwnEmulator(own.address);
  return own;
}

async function openRic(
  client: string,
  folder: string,
  { settings, functions, tokenKeys, log }: Ready,
): Promise<OpenRuntime> {
  const [{ openRicRuntime }, { putSecret }, { sentMailOf }, { startLambdaApi }] = await Promise.all([
    import('./ric.ts'),
    import('../aws/emulator.ts'),
    import('../aws/sentMail.ts'),
    import('./lambdaApi.ts'),
  ]);
  const prefix = `${settings.SERVICE}-${settings.STAGE}`;
  const byName = new Map(functions.map((fn) => [`${prefix}-${fn.config.name}`, fn]));
  const lambda = await startLambdaApi({
    log,
    find: (name) => {
      const fn = byName.get(name);
      return fn && ((event, requestId, clientContext) => runtime.invoke(fn, event, requestId, clientContext));
    },
  });
  const { TOKEN_ISSUER, TOKEN_AUDIENCE } = settings;
  const variables = programEnvironment({
    ...{ TOKEN_ISSUER, TOKEN_AUDIENCE },
    TOKEN_KEYS_SECRET: await putSecret(`${prefix}/token-keys`, tokenKeys),
    KAFKA_AUTH: 'none',
    AWS_ENDPOINT_URL_LAMBDA: lambda.url,
  });
  const runtime = await openRicRuntime({ settings, variables, client, folder, log });
  const emails = await sentMailOf(endpointOf('SESV2') ?? '');
  if (!emails) log.warn('mail.not-shown', { effect: 'the emulator shows what SES took in no way known here' });
  return {
    invoke: runtime.invoke,
    sent: { emails: emails ?? (async () => []) },
    async close() {
      await lambda.close(0);
      await runtime.close();
    },
  };
}
