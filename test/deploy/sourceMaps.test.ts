/** The log of a bundle names file and line of the source that threw. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bundle } from '../../deploy/bundle.ts';
import { run } from '../../local/cache.ts';
import { unreachable } from './bundled.ts';
import { config } from './throwing/config.ts';

const request = {
  version: '2.0',
  rawPath: '/prices',
  headers: {},
  requestContext: { http: { method: 'GET', path: '/prices', sourceIp: '192.0.2.1' } },
};

const program = `const { handler } = await import('./index.mjs');
const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 10_000 };
await handler(${JSON.stringify(request)}, context);
process.exit();`;

async function logOfBundle(): Promise<{ folder: string; lines: Record<string, unknown>[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'bundled-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await bundle({ config, folder: 'test/deploy/throwing' }, process.cwd(), folder);
  const env = { ...unreachable, LOG_LEVEL: 'warn' };
  const { stderr } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, env });
  return {
    folder,
    lines: stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
}

test('the log of a bundle names the line of the source, and nothing but the source', async () => {
  const { lines } = await logOfBundle();
  expect(lines).toMatchObject([{ level: 'error', message: 'request.failed', errorCode: 'PROGRAMMER_ERROR' }]);
  expect(lines[0]?.['error']).toMatch(/\(test\/deploy\/throwing\/handler\.ts:10\)$/);
  const [first, second] = String(lines[0]?.['stack']).split('\n');
  expect(first).toMatch(/^at priceOf \(test\/deploy\/throwing\/handler\.ts:10:\d+\)$/);
  expect(second).toMatch(/^at .*find \(test\/deploy\/throwing\/handler\.ts:13:\d+\)$/);
  expect(String(lines[0]?.['stack'])).not.toContain('index.mjs');
});

test('maps are not named in the code, so that a cold start reads none; those of packages alone stay away', async () => {
  const { folder } = await logOfBundle();
  const code = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  expect(code.filter((name) => readFileSync(join(folder, name), 'utf8').includes('sourceMappingURL'))).toEqual([]);
  const mapped = code.filter((name) => existsSync(join(folder, `${name}.map`)));
  expect(mapped).toContain('index.mjs');
  expect(mapped.filter((name) => name.startsWith('kafkaClient'))).toEqual([]);
});
