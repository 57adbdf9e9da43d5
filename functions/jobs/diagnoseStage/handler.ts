import { topics } from '../../../events/allTopics.ts';
import { diagnose } from '../../../lib/diagnosis/diagnose.ts';
import { lambda } from '../../../lib/lambda/lambda.ts';
import { config } from './config.ts';
import tables from './tables.json' with { type: 'json' };

export const handler = lambda(config, (_event, engine) => diagnose({ topics, tables }, engine));
