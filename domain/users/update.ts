/** A change of what a user is called, reached by and says of themselves: only fields that really change count. */
import { isDeepStrictEqual } from 'node:util';
import { userUpdated } from '../../events/user.ts';
import { type Commit, commit, type DecisionContext, type Loaded } from '../../lib/commit/commit.ts';
import { putIfAbsent, type Ref, remove, type Write } from '../../lib/store/store.ts';
import {
  changeUser,
  emailTakenRef,
  lookKeys,
  lookRef,
  type Profile,
  publicState,
  replaceUser,
  type Taken,
  takenNames,
  type User,
  type UsernameRefs,
  userFact,
  usernameRefs,
  usernameTakenRef,
} from './user.ts';

export interface Wished {
  username?: string | undefined;
  email?: string | undefined;
  /** All of it: what it leaves out is gone. */
  profile?: Profile | undefined;
}

/** The items that say who has the wished names at present. */
export type WishedNames = { email?: Ref<Taken> } & Partial<UsernameRefs>;

export function wishedNames({ email, username }: Wished, context: DecisionContext): WishedNames {
  return {
    ...(email !== undefined && { email: emailTakenRef(email, context) }),
    ...(username !== undefined && usernameRefs(username, context)),
  };
}

export interface Who {
  userId: string;
  user: User;
}

/** No commit: nothing changes. */
export type Changed = { user: User; commit?: Commit };

export function updateUser(
  who: Who,
  wished: Wished,
  inUse: Loaded<WishedNames>,
  context: DecisionContext,
): Changed | { taken: Name[] } {
  const { userId, user } = who;
  const changes = changesOf(user, wished);
  if (Object.keys(changes).length === 0) return { user };
  const moves = movesOf(who, changes, context);
  const found = { email: [inUse.email], username: [inUse.username, inUse.look, inUse.otherLook] };
  const taken = moves.map(({ name }) => name).filter((name) => found[name].some((one) => one && one.userId !== userId));
  if (taken.length > 0) return { taken };
  const looks = changes.username === undefined ? {} : { looks: lookKeys(usernameRefs(changes.username, context)) };
  const next = changeUser(user, { ...changes, ...looks }, context.nowMs);
  const event = userUpdated({ ...publicState(userId, next), changes }, userFact(userId, next, context.newId()));
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
  from: Ref<Taken>[];
  to: Ref<Taken>[];
}

function movesOf({ user }: Who, { email, username }: Pick<Partial<User>, Name>, context: DecisionContext): Move[] {
  const moves: Move[] = [];
  if (email !== undefined) {
    moves.push({
      name: 'email',
      from: [emailTakenRef(user.email, context)],
      to: [emailTakenRef(email, context)],
    });
  }
  if (username !== undefined) {
    const from = [usernameTakenRef(user.username, context), ...(user.looks ?? []).map(lookRef)];
    moves.push({ name: 'username', from, to: Object.values(usernameRefs(username, context)) });
  }
  return moves;
}

/** Another spelling of one name is no other name: what is the user's already stays so. */
function moveWrites({ from, to }: Move, userId: string): Write[] {
  const added = to.filter(({ pk }) => from.every((before) => before.pk !== pk));
  const left = from.filter(({ pk }) => to.every((after) => after.pk !== pk));
  return [
    ...added.map(({ pk, sk }) => putIfAbsent(takenNames, { pk, sk, userId })),
    ...left.map((name) => remove(name, { equals: { userId } })),
  ];
}
