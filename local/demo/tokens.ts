/** Tokens for the demo's callers, minted from the key of the stack that runs in this process. */
import { machineClock } from '../../lib/clock/clock.ts';
import { localFiles } from '../../lib/connect/connect.ts';
import { readSettings } from '../../lib/settings/environment.ts';
import { fileKeys } from '../../lib/token/fileKeys.ts';
import { lazyTokens } from '../../lib/token/lazyTokens.ts';

export async function mintTokens(merchantId: string) {
  const { settings } = readSettings();
  const tokens = lazyTokens(settings, fileKeys(localFiles(settings.STATE_DIR).tokenKeys), machineClock);
  const [merchant, admin] = await Promise.all([
    tokens.mint({ id: merchantId, roles: ['merchant'], claims: { merchant_id: merchantId } }),
    tokens.mint({ id: 'demo', roles: ['admin'] }),
  ]);
  return { merchant, admin };
}
