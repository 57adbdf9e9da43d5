/** A change of what a user is called, reached by and says of themselves: only fields that really change count. */
import { isDeepStrictEqual } from 'node:util';
import { userUpdated } from '../../events/user.ts';
import { type Commit, commit, type Loaded, type Surroundings } from '../../lib/commit/commit.ts';
import { putIfAbsent, type Ref, remove, type Write } from '../../lib/store/store.ts';
import {
  changeUser,
  emailTakenRef,
  type Profile,
  publicState,
  replaceUser,
  type Taken,
  takenNames,
  type User,
  userFact,
  usernameTakenRef,
} from './user.ts';

export interface Wished {
  username?: string | undefined;
  email?: string | undefined;
  /** All of it: what it leaves out is gone. */
  profile?: Profile | undefined;
}

/** Whose the wished names are by now. */
export type WishedNames = { email?: Ref<Taken>; username?: Ref<Taken> };

export function wishedNames({ email, username }: Wished, surroundings: Surroundings): WishedNames {
  return {
    ...(email !== undefined && { email: emailTakenRef(email, surroundings) }),
    ...(username !== undefined && { username: usernameTakenRef(username, surroundings) }),
  };
}

export interface Who {
  userId: string;
  user: User;
}

/** No commit: nothing changes. */
export type Changed = { user: User; commit?: Commit };

export function updateUser(
  { userId, user }: Who,
  wished: Wished,
  inUse: Loaded<WishedNames>,
  surroundings: Surroundings,
): Changed | { taken: Name[] } {
  const changes = changesOf(user, wished);
  if (Object.keys(changes).length === 0) return { user };
  const next = changeUser(user, changes, surroundings.nowMs);
  const moves = movesOf(user, next, surroundings);
  const taken = moves.map(({ name }) => name).filter((name) => inUse[name] !== undefined);
  if (taken.length > 0) return { taken };
  const event = userUpdated({ ...publicState(userId, next), changes }, userFact(userId, next, surroundings.newId()));
  const writes = [replaceUser(next), ...moves.flatMap((move) => moveWrites(move, userId))];
  return { user: next, commit: commit({ writes, events: [event] }) };
}

type Name = 'email' | 'username';

function changesOf(user: User, { username, email, profile }: Wished): Pick<Partial<User>, Name | 'profile'> {
  return {
    ...(username !== undefined && username !== user.username && { username }),
    ...(email !== undefined && email !== user.email && { email }),
    ...(profile !== undefined && !isDeepStrictEqual(profile, user.profile) && { profile }),
  };
}

interface Move {
  name: Name;
  from: Ref<Taken>;
  to: Ref<Taken>;
}

/** Another spelling of one name is no other name. */
function movesOf(user: User, next: User, surroundings: Surroundings): Move[] {
  const moves: Move[] = [
    { name: 'email', from: emailTakenRef(user.email, surroundings), to: emailTakenRef(next.email, surroundings) },
    {
      name: 'username',
      from: usernameTakenRef(user.username, surroundings),
      to: usernameTakenRef(next.username, surroundings),
    },
  ];
  return moves.filter(({ from, to }) => from.pk !== to.pk);
}

function moveWrites({ from, to: { pk, sk } }: Move, userId: string): Write[] {
  return [putIfAbsent(takenNames, { pk, sk, userId }), remove(from, { equals: { userId } })];
}
