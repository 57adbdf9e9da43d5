/** `ops callback-secret`: makes the secret that providers sign their callbacks with, or one that takes its place. */
import { parseCallbackSecrets } from '../lib/secrets/callbackSecrets.ts';
import { newSigningSecret } from '../lib/webhook/signingSecret.ts';
import { type Command, parseOptions } from './command.ts';
import { readText } from './readText.ts';

const help = `npm run -s ops -- callback-secret [--rotate FILE]

Prints a new secret (whsec_…), for the secret that CallbackSecretArn names. It is secret: keep it out of logs.

  npm run -s ops -- callback-secret --rotate - < present.txt

  --rotate FILE  the present text (- is stdin): its first secret stays, second, so that callbacks signed with it are
                 still taken until the provider has the new one
  --json         an array of the secrets, the newer first
`;

export const callbackSecret: Command = {
  summary: 'makes or rotates the secret of provider callbacks',
  help,
  run: async (args, print) => {
    const { values } = parseOptions('callback-secret', args, { rotate: { type: 'string' } });
    const present = values.rotate === undefined ? [] : parseCallbackSecrets(readText(values.rotate)).slice(0, 1);
    const secrets = [newSigningSecret(), ...present];
    print(values.json ? JSON.stringify(secrets) : secrets.join(' '));
    return 0;
  },
};
