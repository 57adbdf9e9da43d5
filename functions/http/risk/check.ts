/** `POST /api/v1/risk/checks` */
import { type CheckRequest, type KnownSubject, runCheck, subjectOf } from '../../../domain/risk/check.ts';
import type { RiskSettings } from '../../../domain/risk/rules.ts';
import { answer, type Command } from '../../../lib/http/action.ts';
import type { NewCheck } from './schemas.ts';

export const check: Command<NewCheck, undefined, KnownSubject, RiskSettings> = {
  load: ({ body: asked }) => subjectOf(toRequest(asked)),
  decide: ({ request, loaded }, context) => {
    const { checkId, verdict, commit } = runCheck(toRequest(request.body), loaded, context);
    return answer(201, { check_id: checkId, ...verdict }, commit);
  },
};

function toRequest({
  subject_type: subjectType,
  subject_id: subjectId,
  amount: amountMinor,
  ...rest
}: NewCheck): CheckRequest {
  return { subjectType, subjectId, amountMinor, ...rest };
}
