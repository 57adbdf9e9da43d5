/** `POST /api/v1/risk/checks` */
import * as z from 'zod';
import { type CheckRequest, type KnownSubject, runCheck, subjectOf } from '../../../domain/risk/check.ts';
import type { RiskSettings } from '../../../domain/risk/rules.ts';
import { currency } from '../../../events/money.ts';
import { answer, type Command } from '../../../lib/http/action.ts';
import { text } from '../../../lib/http/text.ts';

const body = z.object({
  subject_type: text(1, 64),
  subject_id: text(1, 128),
  amount: z.int().nonnegative().optional(),
  currency: currency.optional(),
  ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected two capital letters (ISO 3166-1)')
    .optional(),
});

type Body = z.output<typeof body>;

export const check: Command<Body, undefined, KnownSubject, RiskSettings> = {
  body,
  load: ({ body: asked }) => subjectOf(toRequest(asked)),
  decide: ({ request, loaded }, surroundings) => {
    const { checkId, verdict, commit } = runCheck(toRequest(request.body), loaded, surroundings);
    return answer(201, { check_id: checkId, ...verdict }, commit);
  },
};

function toRequest({
  subject_type: subjectType,
  subject_id: subjectId,
  amount: amountMinor,
  ...rest
}: Body): CheckRequest {
  return { subjectType, subjectId, amountMinor, ...rest };
}
