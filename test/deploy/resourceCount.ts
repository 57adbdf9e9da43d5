/** How many resources the application's stack has: ours, and those that osls adds. Compared with what it really packages. */
import type { Application } from '../../deploy/application.ts';
import { events } from '../../deploy/events.ts';
import { mappings } from '../../deploy/mappings.ts';
import { roles } from '../../deploy/roles.ts';
import { topicClaim } from '../../deploy/topicClaim.ts';

/** The deployment bucket and its policy, the API, its stage and its log group. */
const FIXED = 5;

export function resourceCount(application: Application): number {
  const ofOsls = application.functions.map(({ config }) => {
    const functionAndLogs = 2;
    // All routes share an integration and a permission; a job has how often it is repeated, and a permission for its rule.
    const job = 1 + events(config).length;
    const shared = { http: 2, job, consumer: 0 }[config.kind];
    return functionAndLogs + shared + events(config).length;
  });
  const ours = roles(application).length + mappings(application).length + topicClaim(application).length;
  return FIXED + ours + ofOsls.reduce((sum, count) => sum + count, 0);
}
