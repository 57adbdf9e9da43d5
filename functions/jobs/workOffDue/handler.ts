import { workOff } from '../../../lib/due/workOff.ts';
import { lambda } from '../../../lib/lambda/lambda.ts';
import { config } from './config.ts';

export const handler = lambda(config, (_event, { connections, log, now, sleep }, { remainingMs }) =>
  workOff({ ...connections, log, now, sleep }, remainingMs),
);
