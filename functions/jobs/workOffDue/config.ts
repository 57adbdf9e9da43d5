import { jobConfig } from '../../../lib/declare/jobConfig.ts';
import { every } from '../../../lib/declare/schedule.ts';
import { worksOff } from '../../../lib/declare/uses.ts';

/** It begins nothing after a minute, when the next one has started; functions that it invoked have 15 s to answer. */
export const config = jobConfig({ name: 'workOffDue', schedule: every(1), uses: [worksOff], timeoutSeconds: 75 });
