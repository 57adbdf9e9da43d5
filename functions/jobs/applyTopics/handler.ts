import { topics } from '../../../events/allTopics.ts';
import { topicsJob } from '../../../lib/kafkaAdmin/topicsJob.ts';
import { lambda } from '../../../lib/lambda/lambda.ts';
import { config } from './config.ts';

export const handler = lambda(config, (event, engine) => topicsJob(event, topics, engine));
