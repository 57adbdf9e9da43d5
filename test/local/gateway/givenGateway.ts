/** A gateway in front of one function, whose answer the test gives. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { onTestFinished } from 'vitest';
import { httpConfig, type Route } from '../../../lib/http/config.ts';
import { createLog } from '../../../lib/observability/log.ts';
import type { LocalFunction } from '../../../local/functions.ts';
import { startGateway } from '../../../local/gateway/gateway.ts';
import { invoke } from '../../../local/invoke.ts';

export type Answer = (event: APIGatewayProxyEventV2) => unknown;

const any = { action: 'any', summary: '', access: 'open', answers: {} } as const;

const routes: Route<never>[] = [
  { ...any, method: 'POST', path: '/things' },
  { ...any, method: 'GET', path: '/things/{id}/parts/{part}' },
  { ...any, method: 'GET', path: '/things/own/parts/{part}' },
];

/** Answers its address. */
export async function givenGateway(answer: Answer, timeoutMs = 5_000, lines: string[] = []): Promise<string> {
  const config = httpConfig({ name: 'things', routes, uses: [] });
  const fn = { config, load: async () => (event: unknown) => answer(event as APIGatewayProxyEventV2) };
  const log = createLog({ level: 'info', format: 'json', now: Date.now }, {}, (line) => lines.push(line));
  const address = { host: '127.0.0.1', port: 0, option: '--api-port' };
  const server = await startGateway(address, {
    functions: [fn],
    invoke: (one: LocalFunction, event) => invoke(one, event),
    log,
    timeoutMs,
  });
  onTestFinished(() => server.close(0));
  return server.url;
}
