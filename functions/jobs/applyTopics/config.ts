import { topics } from '../../../events/allTopics.ts';
import { jobConfig } from '../../../lib/declare/jobConfig.ts';
import { byHand } from '../../../lib/declare/schedule.ts';
import { administers } from '../../../lib/declare/uses.ts';

/** For those who reach the brokers only from inside the VPC; `npm run ops -- topics` does the same from outside. */
export const config = jobConfig({
  name: 'applyTopics',
  schedule: byHand,
  uses: [administers(topics)],
  timeoutSeconds: 300,
});
