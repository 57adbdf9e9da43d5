/** DynamoDB twice: dynoxide, which is fast, and DynamoDB Local, which is AWS's own. Both in memory. */
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cached, run } from '../../local/cache.ts';
import { freePort } from '../../local/freePort.ts';
import { type RealPart, startProcess } from './startedProcess.ts';

const pom = join(import.meta.dirname, 'dynamodb', 'pom.xml');

export async function startDynoxide(): Promise<RealPart> {
  // An optional dependency: only some platforms have it.
  const packageFile = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json');
  const port = await freePort();
  const stop = await startProcess({
    command: join(dirname(packageFile), 'dynoxide'),
    args: ['serve', '--port', String(port)],
    ready: /listening/i,
  });
  return { address: `http://127.0.0.1:${port}`, stop };
}

export async function startDynamoLocal(): Promise<RealPart> {
  const folder = await cached('dynamodb-3.1.0', async (draft) => {
    const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${draft}`];
    await run('mvn', ['-q', '-B', '-f', pom, ...copy]);
  });
  const jars = (await readdir(folder)).filter((name) => name.endsWith('.jar')).sort();
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const stop = await startProcess({
    command: 'java',
    args: [
      ...['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      ...[`-Dsqlite4java.library.path=${folder}`, '-cp', jars.map((name) => join(folder, name)).join(':')],
      'software.amazon.dynamodb.services.local.main.ServerRunner',
      ...['-port', String(port), '-sharedDb', '-inMemory', '-disableTelemetry'],
    ],
    // It leaves a file where it runs.
    cwd: folder,
    ready: /CorsParams/,
  });
  // It says nothing when it is ready, seconds later.
  await answering(address);
  return { address, stop };
}

async function answering(address: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await fetch(address);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(50);
    }
  }
}
