/** `ops token-keys`: makes the keys that sign tokens, or rotates them. */
import { parseKeySet, rotated } from '../lib/token/keySet.ts';
import { type Command, parseOptions } from './command.ts';
import { readText } from './readText.ts';

const help = `npm run -s ops -- token-keys [--rotate FILE]

Prints a JWK set with a new private key, for the secret that TokenKeysSecretArn names. It is secret: keep it out of logs.

  --rotate FILE  the present set (- is stdin): its first key stays, second, so that tokens signed so far are still taken

Functions take a new set within five minutes, so the older key may go after twenty.
`;

export const tokenKeys: Command = {
  summary: 'makes or rotates the keys that sign tokens',
  help,
  run: async (args, print) => {
    const { values } = parseOptions('token-keys', args, { rotate: { type: 'string' } });
    const present = values.rotate === undefined ? undefined : parseKeySet(readText(values.rotate));
    print(JSON.stringify(rotated(present)));
    return 0;
  },
};
