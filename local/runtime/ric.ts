/** Functions as they are deployed: each one's bundle under AWS's own runtime client, in processes of its own. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type DeclaredFunction, declaredFunctions } from '../../deploy/declaredFunctions.ts';
import { MEMORY_MB } from '../../deploy/functions.ts';
import type { Log } from '../../lib/observability/log.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import type { Runtime } from '../invoke.ts';
import { startEnvironment } from './executionEnvironment.ts';
import { functionEnvironment, type Variables } from './functionEnvironment.ts';
import { printer } from './output.ts';
import { createPool, type Pool } from './pool.ts';

export interface RicOptions {
  settings: Settings;
  /** The stack's own environment, and what the functions' differs in. */
  variables: Variables;
  /** The file of AWS's runtime client. */
  client: string;
  /** Where the bundles are. */
  folder: string;
  log: Log;
}

const root = join(import.meta.dirname, '../..');
/** More at once would be too much for a laptop. */
const MOST_AT_ONCE = 20;
const IDLE_MS = 5 * 60_000;

export async function openRicRuntime(options: RicOptions): Promise<Runtime> {
  const functions = await declaredFunctions(root);
  const pools = new Map(functions.map((fn) => [fn.config.name, poolOf(fn, functions, options)]));
  return {
    async invoke(fn, event, requestId = randomUUID(), clientContext) {
      const pool = pools.get(fn.config.name);
      if (!pool) throw new Error(`${fn.config.name} is no function that was bundled`);
      const context = clientContext === undefined ? undefined : JSON.stringify(clientContext);
      const answer = await pool.invoke({ requestId, event: JSON.stringify(event) ?? 'null', clientContext: context });
      return JSON.parse(answer || 'null');
    },
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.close()))),
  };
}

function poolOf(declared: DeclaredFunction, functions: readonly DeclaredFunction[], options: RicOptions): Pool {
  const { settings, variables, client, folder, log } = options;
  const { name, timeoutSeconds } = declared.config;
  const application = { service: settings.SERVICE, stage: settings.STAGE, functions };
  const environment = functionEnvironment(declared, application, variables);
  const { AWS_REGION, AWS_LAMBDA_FUNCTION_NAME } = environment;
  const start = () =>
    startEnvironment({
      functionName: name,
      functionArn: `arn:aws:lambda:${AWS_REGION}:000000000000:function:${AWS_LAMBDA_FUNCTION_NAME}`,
      client,
      folder: join(folder, name),
      memoryMb: MEMORY_MB,
      timeoutSeconds,
      environment,
      print: printer(name, log),
      log,
    });
  return createPool(start, { limit: MOST_AT_ONCE, idleMs: IDLE_MS });
}
