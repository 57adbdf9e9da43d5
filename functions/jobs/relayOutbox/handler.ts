import { drainConnectionsOf } from '../../../lib/connect/engine.ts';
import { lambda } from '../../../lib/lambda/lambda.ts';
import { relay } from '../../../lib/outbox/relay.ts';
import { refusalBy } from '../../../lib/outbox/writers.ts';
import { config } from './config.ts';
import writers from './writers.json' with { type: 'json' };

export const handler = lambda(config, (_event, engine, { remainingMs }) =>
  relay(
    { ...drainConnectionsOf(engine), refusalOf: refusalBy(writers, engine.now) },
    { remainingMs, random: engine.random, seldom: engine.seldom },
  ),
);
