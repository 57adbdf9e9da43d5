import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { managedSecret } from '../../../lib/secrets/managedSecret.ts';
import { fileKeys } from '../../../lib/token/fileKeys.ts';
import { parseKeySet, rotated } from '../../../lib/token/keySet.ts';
import { run } from '../../../local/cache.ts';
import { createSecret, miniStackOf } from '../../fixtures/secret.ts';
import { realPart } from '../../real/available.ts';

describe('the keys of the local stack', () => {
  const newFile = () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return join(folder, 'tokenKeys.json');
  };

  it('are made once, and only their owner may read them', async () => {
    const file = newFile();
    const first = await fileKeys(file).read();
    expect(await fileKeys(file).read()).toBe(first);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(parseKeySet(first).keys).toHaveLength(1);
  });

  it('are the same for processes that make them at once', async () => {
    const file = newFile();
    const program = `const { keysIn } = await import(${JSON.stringify(join(process.cwd(), 'lib/token/fileKeys.ts'))});
      process.stdout.write(keysIn(process.argv[1]));`;
    const args = ['--input-type=module', '-e', program, file];
    const texts = await Promise.all([1, 2, 3, 4].map(async () => (await run(process.execPath, args)).stdout));
    expect(new Set([...texts, readFileSync(file, 'utf8')]).size).toBe(1);
  });
});

const aws = await realPart('ministack');

describe.runIf(aws)('the keys in Secrets Manager', () => {
  it('are read as they are now', async () => {
    const first = JSON.stringify(rotated(undefined));
    const { arn, change } = await createSecret(aws ?? '', first);
    const source = managedSecret('TOKEN_KEYS_SECRET', arn, miniStackOf(aws ?? ''));
    expect(await source.read()).toBe(first);
    const second = JSON.stringify(rotated(parseKeySet(first)));
    await change(second);
    expect(await source.read()).toBe(second);
  });

  it('are unavailable where the secret is not there', async () => {
    const source = managedSecret('TOKEN_KEYS_SECRET', 'no-such-secret', miniStackOf(aws ?? ''));
    await expect(source.read()).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });
});
