/** What a scheduled function declares. */
import type { Use } from './uses.ts';

export interface JobConfig {
  kind: 'job';
  name: string;
  everyMinutes: number;
  uses: readonly Use[];
  timeoutSeconds: number;
}

export function jobConfig(declared: Omit<JobConfig, 'kind'>): JobConfig {
  return { ...declared, kind: 'job' };
}
