/** The constructor that the handler.ts of a job calls. */
import type * as z from 'zod';
import type { JobConfig } from '../declare/jobConfig.ts';
import { lambda, type OpenEngine } from '../lambda/lambda.ts';
import { runJob } from './runJob.ts';
import type { AnyWork, SomeWork } from './work.ts';

/** A job on items of our own: find, load, decide, and commit each in a transaction of its own. */
export function job<Shape extends z.ZodObject>(
  config: JobConfig<Shape>,
  given: SomeWork<z.output<Shape>>,
  { open }: { open?: OpenEngine } = {},
) {
  const work = given as unknown as AnyWork;
  /** Runs of this process that ended in order, though their checkpoint could not be told so. */
  const ended = new Set<string>();
  return lambda(
    config,
    (_event: unknown, engine, invocation) => runJob({ config, work, engine, invocation, ended }),
    open,
  );
}
