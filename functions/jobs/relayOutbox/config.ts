import { relays } from '../../../lib/connect/uses.ts';
import { jobConfig } from '../../../lib/lambda/jobConfig.ts';

export const config = jobConfig({ name: 'relayOutbox', everyMinutes: 1, uses: [relays], timeoutSeconds: 300 });
