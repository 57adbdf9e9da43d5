/** Execution environments of handlers that a test writes, under AWS's own runtime client. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createLog } from '../../../lib/observability/log.ts';
import { fetchRuntimeClient } from '../../../local/runtime/client.ts';
import { type EnvironmentOptions, startEnvironment } from '../../../local/runtime/executionEnvironment.ts';

import { isCi } from '../../environment.ts';

/** For `describe.runIf(client)`: it is fetched once a machine. */
export const client = await fetchedClient();

async function fetchedClient(): Promise<string | undefined> {
  try {
    return await fetchRuntimeClient((line) => console.warn(line));
  } catch (error) {
    if (isCi) throw error;
    console.warn(`skipped: ${String(error)}`);
    return undefined;
  }
}

export interface Given {
  /** Source of a module that exports `handler`. */
  module: string;
  timeoutSeconds?: number;
  initLimitMs?: number;
  memoryMb?: number;
}

/** The environment that AWS's client demands. */
const environment = {
  AWS_LAMBDA_FUNCTION_NAME: 'shop-test-ship',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/shop-test-ship',
  AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
};

export function givenEnvironment({ module, timeoutSeconds = 20, memoryMb = 256, ...limits }: Given) {
  const folder = mkdtempSync(join(tmpdir(), 'environment-'));
  writeFileSync(join(folder, 'index.mjs'), module);
  const printed: string[] = [];
  const logged: string[] = [];
  const options: EnvironmentOptions = {
    client: client ?? '',
    folder,
    memoryMb,
    timeoutSeconds,
    ...limits,
    environment,
    functionName: 'ship',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:shop-test-ship',
    print: (line) => void printed.push(line),
    log: createLog({ level: 'info', format: 'text', now: Date.now }, {}, (line) => void logged.push(line)),
  };
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const start = async () => {
    const started = await startEnvironment(options);
    onTestFinished(() => started.end());
    return started;
  };
  return { start, printed, logged };
}

/** A handler with this body. */
export function answering(body: string) {
  return { module: `export const handler = async (event, context) => { ${body} };` };
}

let calls = 0;

export function call(event: unknown = {}) {
  calls += 1;
  return { requestId: `00000000-0000-4000-8000-${String(calls).padStart(12, '0')}`, event: JSON.stringify(event) };
}
