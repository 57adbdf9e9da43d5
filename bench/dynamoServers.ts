/** Local DynamoDBs as processes of their own, in memory: dynoxide, and AWS's own where Java is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const PATIENCE_MS = 30_000;
/** Where the tests keep it once they have fetched it with Maven. */
const jarFolder = join(homedir(), '.cache', 'event-functions', 'dynamodb-3.1.0');

export interface Server {
  endpoint: string;
  stop: () => Promise<void>;
}

export async function startDynoxide(): Promise<Server> {
  const packageFile = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json');
  const program = join(dirname(packageFile), 'dynoxide');
  return await started((port) => [program, 'serve', '--port', port]);
}

export async function startDynamoLocal(): Promise<Server> {
  const jars = readdirSync(jarFolder).filter((name) => name.endsWith('.jar'));
  const classes = jars.map((name) => join(jarFolder, name)).join(':');
  const java = ['java', '-Xmx512m', `-Dsqlite4java.library.path=${jarFolder}`, '-cp', classes];
  const server = 'software.amazon.dynamodb.services.local.main.ServerRunner';
  return await started((port) => [...java, server, '-port', port, '-sharedDb', '-inMemory', '-disableTelemetry']);
}

async function started(command: (port: string) => readonly string[]): Promise<Server> {
  const port = await freePort();
  const [program = '', ...args] = command(port);
  // DynamoDB Local leaves a file where it runs.
  const child = spawn(program, args, { cwd: tmpdir(), stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const endpoint = `http://127.0.0.1:${port}`;
  const failed = ended.then(() => Promise.reject(new Error(`${program} ended before it answered`)));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  child.once('error', () => undefined);
  failed.catch(() => undefined);
  await Promise.race([answering(endpoint), failed]);
  return { endpoint, stop };
}

async function answering(endpoint: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const isThere = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await wait(50);
  }
  throw new Error(`${endpoint} does not answer`);
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}
