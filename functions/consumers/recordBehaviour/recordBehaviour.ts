import { aboutUser } from '../../../domain/users/aboutUser.ts';
import { logBehaviour } from '../../../domain/users/behaviour.ts';
import type { anyBehaviour } from '../../../events/trx.ts';

export const recordBehaviour = aboutUser<typeof anyBehaviour>({ decide: logBehaviour });
