/** What the SES v2 API and the way to it throw, as our faults: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
import { type ErrorCode, Fault, toFault } from '../errors/fault.ts';

/** Error name, or the system's code of a connection that never came about → code. All else may have been sent: UNKNOWN. */
const codes: Record<string, ErrorCode> = {
  BadRequestException: 'ADDRESS_REFUSED',
  MessageRejected: 'ADDRESS_REFUSED',
  TooManyRequestsException: 'THROTTLED',
  ThrottlingException: 'THROTTLED',
  LimitExceededException: 'THROTTLED',
  SendingPausedException: 'DEPENDENCY_UNAVAILABLE',
  AccountSuspendedException: 'DEPENDENCY_UNAVAILABLE',
  MailFromDomainNotVerifiedException: 'DEPENDENCY_UNAVAILABLE',
  NotFoundException: 'DEPENDENCY_UNAVAILABLE',
  ECONNREFUSED: 'DEPENDENCY_UNAVAILABLE',
  ENOTFOUND: 'DEPENDENCY_UNAVAILABLE',
  EAI_AGAIN: 'DEPENDENCY_UNAVAILABLE',
  AccessDeniedException: 'NOT_AUTHORISED',
  CredentialsProviderError: 'NOT_AUTHORISED',
  ExpiredTokenException: 'NOT_AUTHORISED',
  InvalidSignatureException: 'NOT_AUTHORISED',
  MissingAuthenticationTokenException: 'NOT_AUTHORISED',
  UnrecognizedClientException: 'NOT_AUTHORISED',
  AbortError: 'TIMED_OUT',
  TimeoutError: 'TIMED_OUT',
};

export function sesFault(error: unknown): Fault {
  if (!(error instanceof Error)) return toFault(error);
  const systemCode = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const code = isSetUpIncomplete(error) ? 'DEPENDENCY_UNAVAILABLE' : (codes[error.name] ?? codes[systemCode]);
  return code ? new Fault(code, `SES, ${error.name}: ${error.message}`, { cause: error }) : toFault(error);
}

/** A sender that is not verified, or an account in the sandbox: what SES rejects here is us, not the address. */
function isSetUpIncomplete(error: Error): boolean {
  return error.name === 'MessageRejected' && /not verified/i.test(error.message);
}
