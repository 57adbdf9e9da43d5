/** The secrets that providers sign their callbacks with: one, or two while a new one takes the place of another. */
import { Fault } from '../errors/fault.ts';
import type { Settings } from '../settings/settings.ts';
import { type HeldSecret, holdSecret } from './heldSecret.ts';

export type CallbackSecrets = HeldSecret<readonly string[]>;

const MOST = 2;
/** The form of Standard Webhooks: base64. */
const SECRET = /^whsec_[A-Za-z0-9+/]+={0,2}$/;

/** The setting's own text, or that of the secret it names. Nothing is read before the first callback. */
export function callbackSecrets(
  { CALLBACK_SECRET: text, CALLBACK_SECRET_ARN: id }: Pick<Settings, 'CALLBACK_SECRET' | 'CALLBACK_SECRET_ARN'>,
  now: () => number,
): CallbackSecrets {
  return holdSecret(async () => parseCallbackSecrets(text ?? (await managed(id))), now);
}

async function managed(id: string | undefined): Promise<string> {
  if (id === undefined) throw new Fault('SETTINGS_INVALID', 'CALLBACK_SECRET: needed by signed routes');
  const { managedSecret } = await import('./managedSecret.ts');
  return await managedSecret('CALLBACK_SECRET_ARN', id).read();
}

/** Between them stand blanks or line breaks. Fault SETTINGS_INVALID says nothing of what they are. */
export function parseCallbackSecrets(text: string, setting = 'CALLBACK_SECRET'): readonly string[] {
  const secrets = text.split(/\s+/).filter((secret) => secret !== '');
  if (secrets.length >= 1 && secrets.length <= MOST && secrets.every((secret) => SECRET.test(secret))) return secrets;
  const wrong = secrets.filter((secret) => !SECRET.test(secret)).length;
  throw new Fault(
    'SETTINGS_INVALID',
    `${setting}: expected one or two of whsec_…, came ${secrets.length}, of which ${wrong} are none`,
  );
}
