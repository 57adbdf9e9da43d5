/** JSON as it comes over HTTP (RFC 8259, 8.1): in UTF-8, whatever is declared; nothing is guessed, so nothing is damaged. */
import { MIMEType } from 'node:util';
import { ProblemError } from './problem.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const JSON_TYPE = /^application\/(?:[a-z\d.+-]{1,100}\+)?json$/;

/** Throws a 415 unless the body is declared as JSON, and as nothing but UTF-8. */
export function declaredAsJson(contentType: string | undefined): void {
  const type = parsed(contentType);
  const charset = type?.params.get('charset')?.toLowerCase() ?? 'utf-8';
  if (type && JSON_TYPE.test(type.essence) && /^utf-?8$/.test(charset)) return;
  const detail = 'Send the body as JSON in UTF-8, with content-type: application/json.';
  throw new ProblemError({ status: 415, code: 'NOT_JSON', title: 'The body is not declared as JSON', detail });
}

function parsed(contentType: string | undefined): MIMEType | undefined {
  try {
    return contentType === undefined ? undefined : new MIMEType(contentType);
  } catch {
    return undefined;
  }
}

/** Without the byte order mark that some programs put before it. Throws a 400 for bytes that are not UTF-8. */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw notUtf8(bytes.length, cause);
  }
}

export function notUtf8(bytes: number, cause?: unknown): ProblemError {
  const detail = `The body's ${bytes} bytes are not UTF-8.`;
  return new ProblemError({ status: 400, code: 'MALFORMED_BODY', title: 'Malformed body', detail }, { cause });
}
