/** The Lambda functions, as osls takes them. */
import { type Application, relays } from './application.ts';
import { bundleFolder } from './bundle.ts';
import type { DeclaredFunction } from './declaredFunctions.ts';
import { environment } from './environment.ts';
import { events } from './events.ts';
import { roleArn } from './roles.ts';

/** 1,769 MB is one processor; this is a good half of one, and memory to spare for a batch of 6 MB. */
export const MEMORY_MB = 1024;

/** A relay that was woken and could not run is not called again hours later: the next minute's is there by then. */
const notRepeated = { maximumRetryAttempts: 0, maximumEventAge: 60 };

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
    memorySize: MEMORY_MB,
    environment: environment(config, application),
    events: events(config),
    ...(relays(config) && notRepeated),
    package: { patterns: ['!**', `${folder}/**`] },
  };
}
