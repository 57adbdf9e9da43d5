import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { schemathesis } from '../real/schemathesis.ts';
import { startStackProcess, stateFolder } from './stackProcess.ts';

it('whatever it is asked, the API answers nothing that its description does not know, and never a fault of its own', async (test) => {
  const stack = await startStackProcess(stateFolder());
  const found = await schemathesis({ url: stack.api, authorization: stack.admin.authorization, examples: 10 });
  if (found === undefined) return test.skip('there is no Schemathesis');
  expect(found).toBe('');
}, 180_000);

it('a fault of an API, and an answer that its description does not know, are found', async (test) => {
  const responses = { 200: { description: 'OK' } };
  const paths = {
    '/fails': { get: { responses: { ...responses, 500: { description: '' } } } },
    '/odd': { get: { responses } },
  };
  const document = { openapi: '3.1.0', info: { title: 'Faulty', version: '1' }, paths };
  const statuses: Record<string, number> = { '/fails': 500, '/odd': 418 };
  const server = createServer(({ url = '' }, response) => {
    const status = statuses[url];
    response.writeHead(status ?? 200, { 'content-type': 'application/json' });
    response.end(status === undefined ? JSON.stringify(document) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const found = await schemathesis({ url: `http://127.0.0.1:${port}`, authorization: 'Bearer none', examples: 1 });
  if (found === undefined) return test.skip('there is no Schemathesis');
  expect(found).toMatch(/Server error/);
  expect(found).toMatch(/Undocumented status code/);
}, 60_000);
