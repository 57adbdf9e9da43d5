/** `ops token`: mints a bearer token from the key pair of the local stack. */

import { existsSync, mkdirSync } from 'node:fs';
import * as z from 'zod';
import { type Role, roles } from '../domain/roles.ts';
import { machineClock } from '../lib/clock/clock.ts';
import { localFiles } from '../lib/connect/connect.ts';
import { readOnly } from '../lib/settings/environment.ts';
import { settingsShape } from '../lib/settings/settings.ts';
import { tokenSettings } from '../lib/settings/tokenSettings.ts';
import { fileKeys } from '../lib/token/fileKeys.ts';
import { lazyTokens } from '../lib/token/lazyTokens.ts';
import type { Subject } from '../lib/token/principal.ts';
import type { Tokens } from '../lib/token/tokens.ts';
import { LIFETIME_SECONDS } from '../lib/token/tokens.ts';
import { UsageError } from '../local/usageError.ts';
import { type Command, parseOptions } from './command.ts';
import { readStage } from './stage.ts';

const names = Object.keys(roles) as Role[];

const help = `npm run -s ops -- token --role ROLE [options]

Prints a bearer token, good for ${LIFETIME_SECONDS / 60} minutes: for the local stack, whose keys are in the state folder; or
with --stage for a stage, whose keys are in Secrets Manager. The first tokens of a stage are made like that:

  npm run -s ops -- token --role admin --stage prod

  --role ROLE           ${names.join(', ')}
  --merchant-id ID      whose payments and accounts a merchant may touch; needed with --role merchant
  --user-id ID          whose data a user may touch; needed with --role user
  --state DIR           the stack's state folder, default .local
  --stage NAME          the stage of stages/NAME.ts; you need secretsmanager:GetSecretValue on TokenKeysSecretArn
  --json                {"token", "role", "subject", "expires_in"}
`;

const options = {
  role: { type: 'string' },
  'merchant-id': { type: 'string' },
  'user-id': { type: 'string' },
  state: { type: 'string' },
  stage: { type: 'string' },
} as const;

const settings = z.object({ STATE_DIR: settingsShape.shape.STATE_DIR, ...tokenSettings });

export const token: Command = {
  summary: 'mints a bearer token from the local key, or a stage’s',
  help,
  run: async (args, print) => {
    const { values } = parseOptions('token', args, options);
    const subject = subjectOf(values);
    const tokens = values.stage === undefined ? localTokens(values.state) : await stageTokens(values.stage);
    const minted = await tokens.mint(subject);
    const told = { token: minted, role: values.role, subject: subject.id, expires_in: LIFETIME_SECONDS };
    print(values.json ? JSON.stringify(told) : minted);
    return 0;
  },
};

function localTokens(state: string | undefined): Tokens {
  const { STATE_DIR, ...given } = readOnly(settings);
  const folder = state ?? STATE_DIR;
  if (state !== undefined && !existsSync(folder))
    throw new UsageError(`There is no state in ${folder}: name the stack's with --state.`);
  mkdirSync(folder, { recursive: true });
  return lazyTokens(given, fileKeys(localFiles(folder).tokenKeys), machineClock);
}

/** Issuer and audience are the stage's own, as its functions have them. */
async function stageTokens(name: string): Promise<Tokens> {
  const { parameters, prefix, region } = await readStage(name);
  const given = { ...readOnly(settings), TOKEN_ISSUER: prefix, TOKEN_AUDIENCE: prefix };
  const { managedSecret } = await import('../lib/secrets/managedSecret.ts');
  const keys = managedSecret('TokenKeysSecretArn', String(parameters.TokenKeysSecretArn), { region });
  return lazyTokens(given, keys, machineClock);
}

function subjectOf(values: { role?: string; 'merchant-id'?: string; 'user-id'?: string }): Subject {
  const role = names.find((one) => one === values.role);
  if (!role) throw new UsageError(`--role is one of ${names.join(', ')}; came ${values.role ?? 'none'}.`);
  switch (role) {
    case 'merchant': {
      const merchantId = needed(values['merchant-id'], '--merchant-id', role);
      return { id: merchantId, roles: [role], claims: { merchant_id: merchantId } };
    }
    case 'user':
      return { id: needed(values['user-id'], '--user-id', role), roles: [role] };
    case 'admin':
    case 'service':
      return { id: `local-${role}`, roles: [role] };
    default:
      return role satisfies never;
  }
}

function needed(value: string | undefined, option: string, role: Role): string {
  if (value) return value;
  throw new UsageError(`--role ${role} needs ${option}: a ${role} may touch only their own.`);
}
