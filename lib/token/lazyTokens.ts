/** Tokens whose library is imported when the first one is verified or minted: most cold starts wait for it in vain. */
import type { Clock } from '../clock/clock.ts';
import type { KeySource } from './keySet.ts';
import type { TokenSettings, Tokens } from './tokens.ts';

export function lazyTokens(settings: TokenSettings, source: KeySource, now: Clock): Tokens {
  let opening: Promise<Tokens> | undefined;
  const opened = () => {
    opening ??= import('./jwt.ts').then(({ jwtTokens }) => jwtTokens(settings, source, now));
    return opening;
  };
  return {
    verify: async (token) => (await opened()).verify(token),
    ready: async () => (await opened()).ready(),
    mint: async (subject) => (await opened()).mint(subject),
    publicKeys: async () => (await opened()).publicKeys(),
  };
}
