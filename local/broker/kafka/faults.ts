/** Turns errors of a broker, and of the connection to it, into our faults. */

import { GenericError, MultipleErrors } from '@platformatic/kafka';
import { Fault } from '../../../lib/errors/fault.ts';
import { faultOfKafkaError } from '../../../lib/kafka/kafkaErrors.ts';

/** `about` says what was asked for. A programmer's error is passed on as it is. */
export function kafkaFault(error: unknown, about: string): unknown {
  if (!(error instanceof GenericError || error instanceof MultipleErrors)) return error;
  const said = protocolErrorIn(error);
  const code = faultOfKafkaError(said?.apiId ?? '') ?? 'BROKER_UNAVAILABLE';
  const message = said?.serverErrorMessage ?? said?.message ?? rootMessage(error);
  return new Fault(code, `${about}: ${said?.apiId ?? error.code}, ${message}`, { cause: error });
}

/** `connect ECONNREFUSED 127.0.0.1:9092`: what the system said, below what the client made of it. */
export function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : rootMessage(error.cause);
}

/** `NOT_LEADER_OR_FOLLOWER`; undefined when it is no answer of a broker. */
export function kafkaErrorName(error: unknown): string | undefined {
  if (error instanceof Fault) return kafkaErrorName(error.cause);
  return protocolErrorIn(error)?.apiId;
}

interface ProtocolError {
  apiId: string;
  message: string;
  serverErrorMessage: string | null;
}

function protocolErrorIn(error: unknown): ProtocolError | undefined {
  if (error instanceof MultipleErrors) {
    const found = error.errors.flatMap((one) => protocolErrorIn(one) ?? []);
    // An error of a single record comes without a code of its own, before the code of its batch.
    return found.find(({ apiId }) => apiId !== 'UNKNOWN_SERVER_ERROR') ?? found[0];
  }
  return error instanceof GenericError && 'apiId' in error ? (error as unknown as ProtocolError) : undefined;
}
