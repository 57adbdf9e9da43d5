/** Turns errors of AWS on the way to the brokers into our faults. Until AWS answers nothing can be published. */
import { type ErrorCode, Fault } from '../errors/fault.ts';

const codes: Record<string, ErrorCode> = {
  AccessDeniedException: 'NOT_AUTHORISED',
  ForbiddenException: 'NOT_AUTHORISED',
  UnauthorizedException: 'NOT_AUTHORISED',
  UnrecognizedClientException: 'NOT_AUTHORISED',
  ResourceNotFoundException: 'SETTINGS_INVALID',
  NotFoundException: 'SETTINGS_INVALID',
  BadRequestException: 'SETTINGS_INVALID',
};

export function awsFault(error: unknown, call: string): Fault {
  if (error instanceof Fault) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return new Fault(codes[name] ?? 'BROKER_UNAVAILABLE', `${call}: ${name} ${message}`, { cause: error });
}
