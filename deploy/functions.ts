/** The Lambda functions, as osls takes them. */
import type { JobConfig } from '../lib/declare/jobConfig.ts';
import type { Application } from './application.ts';
import { bundleFolder } from './bundle.ts';
import type { DeclaredFunction } from './declaredFunctions.ts';
import { environment } from './environment.ts';
import { events } from './events.ts';
import { roleArn } from './roles.ts';

/** 1,769 MB is one processor; this is a good half of one, and memory to spare for a batch of 6 MB. */
export const MEMORY_MB = 1024;

/**
 * Lambda's limits for an event in seconds: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const SHORTEST_AGE = 60;
const LONGEST_AGE = 21_600;

export function functions(application: Application) {
  const named = application.functions.map((declared) => [declared.config.name, lambdaFunction(declared, application)]);
  return Object.fromEntries(named);
}

function lambdaFunction({ config }: DeclaredFunction, application: Application) {
  const folder = bundleFolder(config.name);
  return {
    handler: `${folder}/index.handler`,
    role: roleArn(config.name),
    timeout: config.timeoutSeconds,
    memorySize: config.memoryMb ?? MEMORY_MB,
    environment: environment(config, application),
    events: events(config),
    ...(config.kind === 'job' && repetition(config)),
    package: { patterns: ['!**', `${folder}/**`] },
  };
}

/**
 * How often Lambda repeats a run that threw. Of a job of every so many minutes the next run is the repetition; one by a
 * cron expression may be the only one of its day, so Lambda's own two follow it. There is no destination for what failed
 * three times: the event holds nothing, and what is to be worked on stays found.
 */
function repetition({ schedule }: JobConfig) {
  if (schedule.kind === 'cron') return { maximumRetryAttempts: 2, maximumEventAge: LONGEST_AGE };
  if (schedule.kind === 'by-hand') return { maximumRetryAttempts: 0, maximumEventAge: SHORTEST_AGE };
  const age = Math.min(Math.max(schedule.minutes * 60, SHORTEST_AGE), LONGEST_AGE);
  return { maximumRetryAttempts: 0, maximumEventAge: age };
}
