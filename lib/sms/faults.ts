/**
 * Errors of AWS End User Messaging as our faults. Most are told apart by their reason:
 * https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html
 */
import { type AwsCodes, awsFault } from '../errors/awsFaults.ts';
import { type ErrorCode, Fault } from '../errors/fault.ts';

/** Reasons that are this recipient's or this message's: waiting mends none, and others must not wait behind it. */
const ofTheMessage: Readonly<Record<string, ErrorCode>> = {
  DESTINATION_PHONE_NUMBER_OPTED_OUT: 'ADDRESS_REFUSED',
  DESTINATION_COUNTRY_BLOCKED: 'ADDRESS_REFUSED',
  CANNOT_PARSE: 'ADDRESS_REFUSED',
  COUNTRY_NOT_ENABLED: 'ADDRESS_REFUSED',
  // Nothing of ours may send into that country.
  COUNTRY_CODE_MISMATCH: 'REQUEST_REFUSED',
  INTERNATIONAL_SENDING_NOT_SUPPORTED: 'REQUEST_REFUSED',
  INVALID_IDENTITY_FOR_DESTINATION_COUNTRY: 'REQUEST_REFUSED',
  SENDER_ID_NOT_REGISTERED: 'REQUEST_REFUSED',
  SENDER_ID_NOT_SUPPORTED: 'REQUEST_REFUSED',
  SENDER_ID_REQUIRES_REGISTRATION: 'REQUEST_REFUSED',
  PRICE_OVER_THRESHOLD: 'REQUEST_REFUSED',
  DAILY_DESTINATION_CALL_LIMIT: 'REQUEST_REFUSED',
};

/** Members of the request that a setting gives: a fault in one of them would meet every message alike. */
const ofTheStage = /^(OriginationIdentity|ConfigurationSetName|MaxPrice|ProtectConfigurationId)$/i;
const ofTheRecipient = /^DestinationPhoneNumber$/i;

const codes: AwsCodes = {
  own: [
    // The identity is missing, of another type, without a right to send, or the account is in the sandbox.
    [/^(Conflict|ResourceNotFound)Exception: /, 'DEPENDENCY_UNAVAILABLE'],
    // The account's spending limit, until somebody raises it or the month is over.
    [/^ServiceQuotaExceededException: /, 'DEPENDENCY_UNAVAILABLE'],
    [/^ValidationException: /, 'REQUEST_REFUSED'],
  ],
  unreached: 'DEPENDENCY_UNAVAILABLE',
  // From here on it may have been sent.
  unanswered: 'TIMED_OUT',
  failed: 'DEPENDENCY_FAILED',
  other: 'UNKNOWN',
};

interface Answer {
  name?: string;
  Reason?: string;
  Fields?: readonly { Name?: string }[];
}

/** Phone numbers in AWS's messages are personal data, and go into no log and no header. */
export function smsFault(error: unknown): Fault {
  const { name = '', Reason: reason = '', Fields = [] } = (error ?? {}) as Answer;
  const code = ofTheMessage[reason] ?? codeByField(Fields.map((field) => field.Name ?? ''));
  const why = `SMS: ${name} ${reason}`.trimEnd();
  if (code !== undefined) return new Fault(code, why, { cause: error });
  return awsFault(withoutNumbers(error, reason), 'SMS', codes);
}

function codeByField(names: readonly string[]): ErrorCode | undefined {
  if (names.some((name) => ofTheStage.test(name))) return 'DEPENDENCY_UNAVAILABLE';
  return names.some((name) => ofTheRecipient.test(name)) ? 'ADDRESS_REFUSED' : undefined;
}

/** The same error with another message: the SDK's own marks stay on it. */
function withoutNumbers(error: unknown, reason: string): unknown {
  if (!(error instanceof Error)) return error;
  const message = error.message.replace(/\+?\d{7,}/g, '…');
  error.message = reason === '' ? message : `${reason}: ${message}`;
  return error;
}
