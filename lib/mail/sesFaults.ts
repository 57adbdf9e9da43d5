/** Answers of the SES v2 API as our faults: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
import { type AwsCodes, awsFault } from '../errors/awsFaults.ts';
import { Fault } from '../errors/fault.ts';

const codes: AwsCodes = {
  own: [
    [/^(MessageRejected|BadRequestException): /, 'ADDRESS_REFUSED'],
    [/^(SendingPaused|AccountSuspended|MailFromDomainNotVerified|NotFound)Exception: /, 'DEPENDENCY_UNAVAILABLE'],
  ],
  unreached: 'DEPENDENCY_UNAVAILABLE',
  // From here on it may have been sent.
  unanswered: 'TIMED_OUT',
  failed: 'DEPENDENCY_FAILED',
  other: 'UNKNOWN',
};

/** `from` is the sender. The fault of a recipient that is not verified holds no address, and so no cause either. */
export function sesFault(error: unknown, from: string): Fault {
  const unverified = unverifiedIn(error);
  if (unverified === undefined) return awsFault(error, 'SES', codes);
  if (isSender(unverified, from))
    return new Fault(
      'DEPENDENCY_UNAVAILABLE',
      `SES: the sender ${from} is not verified in this region: verify the address or its domain`,
      { cause: error },
    );
  return new Fault(
    'ADDRESS_REFUSED',
    'SES: a recipient is not verified, and in the sandbox SES sends to nobody else: ask AWS for production access',
  );
}

/** Whether the stage can send nothing at all until somebody verifies the sender. */
export function isSenderUnverified(error: unknown, from: string): boolean {
  const unverified = unverifiedIn(error);
  return unverified !== undefined && isSender(unverified, from);
}

/**
 * SES names the identities that failed, `… not verified. The following identities failed the check in region EU-WEST-1:
 * a@b.example, Name <c@d.example>`; undefined where it rejected the mail for something else.
 */
function unverifiedIn(error: unknown): string[] | undefined {
  if (!(error instanceof Error) || error.name !== 'MessageRejected' || !/not verified/i.test(error.message))
    return undefined;
  const named = error.message.slice(error.message.lastIndexOf(':') + 1);
  return named.split(',').map((identity) => identity.trim().toLowerCase());
}

/** Where none is named it is the sender: an outage loses nothing, and a refusal would. */
function isSender(unverified: readonly string[], from: string): boolean {
  const address = from.toLowerCase();
  const named = unverified.filter((identity) => identity.includes('@'));
  return named.length === 0 || named.some((identity) => identity === address || identity.includes(`<${address}>`));
}
