/** The digest of the stack or stage that is worked on: what is hidden in keys, or sealed, is found and opened with it. */
import * as z from 'zod';
import { digestUnder } from '../lib/connect/engine.ts';
import { digestSecret } from '../lib/secrets/digestSecret.ts';
import { readOnly } from '../lib/settings/environment.ts';
import { LOCAL_DIGEST_SECRET } from '../lib/settings/localDefaults.ts';
import { settingsShape } from '../lib/settings/settings.ts';

const { ADAPTERS, DIGEST_SECRET, DIGEST_SECRET_ARN } = settingsShape.shape;
const settings = z.object({ ADAPTERS: ADAPTERS.default('local'), DIGEST_SECRET, DIGEST_SECRET_ARN });

/** A machine's own stack has a secret that everybody knows; a stage never goes by it. Faults SETTINGS_INVALID, DEPENDENCY_UNAVAILABLE. */
export async function digestInUse(): Promise<(text: string) => string> {
  const { ADAPTERS: adapters, ...given } = readOnly(settings);
  if (adapters === 'aws') return digestUnder(await digestSecret(given));
  return digestUnder(given.DIGEST_SECRET ?? LOCAL_DIGEST_SECRET);
}
