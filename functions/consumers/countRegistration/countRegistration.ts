import { loginFact, registrationFact } from '../../../domain/analytics/userFacts.ts';
import type { userLoggedIn, userRegistered } from '../../../events/user.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';

export const countRegistration: Decider<typeof userRegistered> = {
  decide: (registration, _loaded, context) => registrationFact(registration, context),
};

export const countLogin: Decider<typeof userLoggedIn> = {
  decide: (login, _loaded, context) => loginFact(login, context),
};
