import { topics } from '../../../events/allTopics.ts';
import { relays } from '../../../lib/connect/uses.ts';
import { jobConfig } from '../../../lib/lambda/jobConfig.ts';

/** It ends before the next one starts; what is left by then is the next one's. */
export const config = jobConfig({ name: 'relayOutbox', everyMinutes: 1, uses: [relays(topics)], timeoutSeconds: 58 });
