import { loginFact, registrationFact } from '../../../domain/analytics/userFacts.ts';
import type { userLoggedIn, userRegistered } from '../../../events/user.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';

export const countRegistration: Decider<typeof userRegistered> = {
  decide: (registration, _loaded, surroundings) => registrationFact(registration, surroundings),
};

export const countLogin: Decider<typeof userLoggedIn> = {
  decide: (login, _loaded, surroundings) => loginFact(login, surroundings),
};
