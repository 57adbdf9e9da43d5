/** Settings of the engine that a stage may decide; each is a parameter, and the same for all functions. */
import type * as z from 'zod';
import { settingsShape } from '../lib/settings/settings.ts';

const names = [
  'LOG_LEVEL',
  'RETRY_PAUSES_MS',
  'PUBLISH_LIMIT_MS',
  'SHADOW',
  'BREAKER_FAILURES',
  'BREAKER_OPEN_MS',
] as const satisfies (keyof typeof settingsShape.shape)[];

export type EngineSetting = (typeof names)[number];

export const engineSettings: readonly (readonly [variable: EngineSetting, schema: z.ZodType])[] = names.map((name) => {
  return [name, settingsShape.shape[name]];
});
