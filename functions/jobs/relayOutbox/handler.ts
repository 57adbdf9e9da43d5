import { drainConnectionsOf } from '../../../lib/connect/engine.ts';
import { lambda } from '../../../lib/lambda/lambda.ts';
import { relay } from '../../../lib/outbox/relay.ts';
import { config } from './config.ts';

export const handler = lambda(config, (_event, engine, { remainingMs }) =>
  relay(drainConnectionsOf(engine), { remainingMs, random: engine.random, seldom: engine.seldom }),
);
