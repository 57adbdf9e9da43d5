/** The application that this project's folders declare. */
import { join } from 'node:path';
import type { Application } from './application.ts';
import { declaredFunctions } from './declaredFunctions.ts';

export async function declaredApplication(stage: string, root = join(import.meta.dirname, '..')): Promise<Application> {
  return { service: 'event-functions', stage, functions: await declaredFunctions(root) };
}
