/** aws-ses-v2-local: the SES v2 API with an inbox at `GET /store`. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { freePort } from '../../local/freePort.ts';
import { type RealPart, startProcess } from './startedProcess.ts';

const require = createRequire(import.meta.url);

export async function startSesLocal(): Promise<RealPart> {
  const folder = dirname(require.resolve('aws-ses-v2-local/package.json'));
  const port = await freePort();
  const stop = await startProcess({
    command: process.execPath,
    args: [join(folder, 'dist', 'cli.js'), '--port', String(port), '--host', '127.0.0.1'],
    ready: /server running/,
  });
  return { address: `http://127.0.0.1:${port}`, stop };
}
