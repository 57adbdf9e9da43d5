/** The digest of the stack or stage that is worked on: what is hidden in keys, or sealed, is found and opened with it. */
import * as z from 'zod';
import { digestUnder } from '../lib/connect/engine.ts';
import { readOnly } from '../lib/settings/environment.ts';
import { LOCAL_DIGEST_SECRET } from '../lib/settings/localDefaults.ts';
import { settingsShape } from '../lib/settings/settings.ts';

const { ADAPTERS, DIGEST_SECRET } = settingsShape.shape;
const settings = z.object({ ADAPTERS: ADAPTERS.default('local'), DIGEST_SECRET: DIGEST_SECRET.optional() });

/** A machine's own stack has a secret that everybody knows; a stage never goes by it. Fault SETTINGS_INVALID. */
export function digestInUse(): (text: string) => string {
  const { ADAPTERS: adapters, DIGEST_SECRET: secret } = readOnly(settings);
  if (secret === undefined && adapters === 'aws')
    return digestUnder(readOnly(z.object({ DIGEST_SECRET })).DIGEST_SECRET);
  return digestUnder(secret ?? LOCAL_DIGEST_SECRET);
}
