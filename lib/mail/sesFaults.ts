/** Turns errors of the SES v2 API into our faults: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
import { type AwsCodes, awsFault } from '../errors/awsFaults.ts';
import type { Fault } from '../errors/fault.ts';

const codes: AwsCodes = {
  own: [
    // A sender that is not verified, or an account in the sandbox: what SES rejects here is us, not the address.
    [/^MessageRejected: .*not verified/i, 'DEPENDENCY_UNAVAILABLE'],
    [/^(MessageRejected|BadRequestException): /, 'ADDRESS_REFUSED'],
    [/^(SendingPaused|AccountSuspended|MailFromDomainNotVerified|NotFound)Exception: /, 'DEPENDENCY_UNAVAILABLE'],
  ],
  unreached: 'DEPENDENCY_UNAVAILABLE',
  // From here on it may have been sent.
  unanswered: 'TIMED_OUT',
  failed: 'DEPENDENCY_FAILED',
  other: 'UNKNOWN',
};

export function sesFault(error: unknown): Fault {
  return awsFault(error, 'SES', codes);
}
