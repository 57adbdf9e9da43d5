import { topics } from '../../../events/allTopics.ts';
import { jobConfig } from '../../../lib/declare/jobConfig.ts';
import { every } from '../../../lib/declare/schedule.ts';
import { relays } from '../../../lib/declare/uses.ts';

/** It ends before the next one starts; what is left by then is the next one's. */
export const config = jobConfig({
  name: 'relayOutbox',
  schedule: every(1),
  uses: [relays(topics)],
  timeoutSeconds: 58,
});
