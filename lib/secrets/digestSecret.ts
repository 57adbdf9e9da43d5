/** The secret of digests: the setting's own text, or that of the secret it names, read once for each environment. */
import { Fault } from '../errors/fault.ts';
import { LEAST_DIGEST_SECRET, type Settings } from '../settings/settings.ts';

/** Faults SETTINGS_INVALID, DEPENDENCY_UNAVAILABLE. */
export async function digestSecret({
  DIGEST_SECRET: text,
  DIGEST_SECRET_ARN: id,
}: Pick<Settings, 'DIGEST_SECRET' | 'DIGEST_SECRET_ARN'>): Promise<string> {
  if (text !== undefined) return text;
  if (id === undefined) throw new Fault('SETTINGS_INVALID', 'DIGEST_SECRET: needed, or DIGEST_SECRET_ARN');
  const { managedSecret } = await import('./managedSecret.ts');
  const read = await managedSecret('DIGEST_SECRET_ARN', id).read();
  if (read.length >= LEAST_DIGEST_SECRET) return read;
  throw new Fault(
    'SETTINGS_INVALID',
    `DIGEST_SECRET_ARN: expected ${LEAST_DIGEST_SECRET} characters, came ${read.length}`,
  );
}
