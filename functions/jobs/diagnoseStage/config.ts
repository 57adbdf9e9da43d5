import { topics } from '../../../events/allTopics.ts';
import { jobConfig } from '../../../lib/declare/jobConfig.ts';
import { byHand } from '../../../lib/declare/schedule.ts';
import { diagnoses } from '../../../lib/declare/uses.ts';

/** `npm run ops -- doctor --stage` invokes it. */
export const config = jobConfig({
  name: 'diagnoseStage',
  schedule: byHand,
  uses: [diagnoses(topics)],
  timeoutSeconds: 60,
});
