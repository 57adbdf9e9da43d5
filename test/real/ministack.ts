/** MiniStack: S3 and other services of AWS behind one address, a Python program in an environment of its own. */
import { join } from 'node:path';
import { cached, run } from '../../local/cache.ts';
import { freePort } from '../../local/freePort.ts';
import { environmentWith } from '../environment.ts';
import { type RealPart, startProcess } from './startedProcess.ts';

const version = '1.5.33';

export async function startMinistack(): Promise<RealPart> {
  const folder = await cached(`ministack-${version}`, async (draft) => {
    await run('python3', ['-m', 'venv', draft]);
    await run(join(draft, 'bin', 'pip'), ['install', '--quiet', `ministack==${version}`]);
  });
  const port = await freePort();
  const stop = await startProcess({
    // The scripts in `bin` carry the draft's path; the interpreter works wherever it is.
    command: join(folder, 'bin', 'python3'),
    args: ['-m', 'ministack'],
    env: environmentWith({ GATEWAY_PORT: String(port), BIND_HOST: '127.0.0.1', MINISTACK_REGION: 'eu-west-1' }),
    ready: /Running on http/,
  });
  return { address: `http://127.0.0.1:${port}`, stop };
}
