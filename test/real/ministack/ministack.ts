/** MiniStack: S3 and other services of AWS behind one address; its CloudFormation refuses what AWS refuses (strict.py). */
import { join } from 'node:path';

import { fetchMinistack } from '../../../local/aws/ministack.ts';
import { freePort } from '../../../local/freePort.ts';
import { environmentWith } from '../../environment.ts';
import { type RealPart, startProcess } from '../startedProcess.ts';

export async function startMinistack(): Promise<RealPart> {
  const python = await fetchMinistack((line) => console.warn(line));
  const port = await freePort();
  const stop = await startProcess({
    command: python,
    args: [join(import.meta.dirname, 'strict.py')],
    env: environmentWith({ GATEWAY_PORT: String(port), BIND_HOST: '127.0.0.1', MINISTACK_REGION: 'eu-west-1' }),
    ready: /Running on http/,
  });
  return { address: `http://127.0.0.1:${port}`, stop };
}
