/** Tells from errors of the system, TLS and HTTP clients whether a connection ever came about. */

/** Then certainly nothing was sent. */
const neverConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
]);
/** A certificate that we don't accept: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificate = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$)/;
/** The system calls that come before there is a connection: of an error that names one, nothing else counts. */
const connecting = ['connect', 'getaddrinfo'];

export function isUnconnected(error: unknown): boolean {
  // One for each address of the host.
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isUnconnected);
  if (!(error instanceof Error)) return false;
  if ('syscall' in error && typeof error.syscall === 'string') return connecting.includes(error.syscall);
  const code = systemCodeOf(error);
  return neverConnected.has(code) || certificate.test(code);
}

/** '' where it has none. */
function systemCodeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Name and message, with the code where the message does not say it: when no address answers, it is empty. */
export function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = systemCodeOf(error);
  const more = code === '' || error.message.includes(code) ? '' : `${error.message && ' '}(${code})`;
  return `${error.name}: ${error.message}${more}`;
}
