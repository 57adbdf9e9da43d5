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
import { LIFETIME_SECONDS } from '../lib/token/tokens.ts';
import { type Command, parseOptions } from './command.ts';
import { UsageError } from './usageError.ts';

const names = Object.keys(roles) as Role[];

const help = `npm run -s ops -- token --role ROLE [options]

Prints a bearer token for the local stack, good for ${LIFETIME_SECONDS / 60} minutes. Its keys are in the state folder.

  --role ROLE           ${names.join(', ')}
  --merchant-id ID      whose payments and accounts a merchant may touch; needed with --role merchant
  --user-id ID          whose data a user may touch; needed with --role user
  --state DIR           the stack's state folder, default .local
  --json                {"token", "role", "subject", "expires_in"}
`;

const options = {
  role: { type: 'string' },
  'merchant-id': { type: 'string' },
  'user-id': { type: 'string' },
  state: { type: 'string' },
} as const;

const settings = z.object({ STATE_DIR: settingsShape.shape.STATE_DIR, ...tokenSettings });

export const token: Command = {
  summary: 'mints a bearer token from the local key',
  help,
  run: async (args, print) => {
    const { values } = parseOptions('token', args, options);
    const subject = subjectOf(values);
    const { STATE_DIR, ...given } = readOnly(settings);
    const folder = values.state ?? STATE_DIR;
    if (values.state !== undefined && !existsSync(folder))
      throw new UsageError(`There is no state in ${folder}: name the stack's with --state.`);
    mkdirSync(folder, { recursive: true });
    const minted = await lazyTokens(given, fileKeys(localFiles(folder).tokenKeys), machineClock).mint(subject);
    const told = { token: minted, role: values.role, subject: subject.id, expires_in: LIFETIME_SECONDS };
    print(values.json ? JSON.stringify(told) : minted);
    return 0;
  },
};

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
