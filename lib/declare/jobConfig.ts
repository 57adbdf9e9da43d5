/** A job declares when it runs and all that it may touch. The deployment reads this; no heavy import here. */
import type * as z from 'zod';
import type { NoSettings } from '../settings/settings.ts';
import type { Schedule } from './schedule.ts';
import type { Use } from './uses.ts';

export interface JobConfig<Shape extends z.ZodObject = z.ZodObject> {
  kind: 'job';
  name: string;
  schedule: Schedule;
  uses: readonly Use[];
  /** The function's own settings. */
  settings?: Shape;
  timeoutSeconds: number;
  /** Default 1024, which is a good half of a processor. */
  memoryMb?: number;
}

export function jobConfig<Shape extends z.ZodObject = NoSettings>(
  declared: Omit<JobConfig<Shape>, 'kind'>,
): JobConfig<Shape> {
  return { ...declared, kind: 'job' };
}
