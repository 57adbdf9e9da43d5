/** Verifies a token by the key that it names, or by each key that fits where it names none (RFC 7515, 6 and appendix D). */
import { errors, type JWTVerifyGetKey, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose';

/** Throws jose's errors. */
export async function verifyBy(
  keys: JWTVerifyGetKey,
  token: string,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, keys, options);
  } catch (error) {
    if (error instanceof errors.JWKSMultipleMatchingKeys) return await verifyByEach(error, token, options);
    throw error;
  }
}

/** A key that is of no use stands in the way of no other. */
async function verifyByEach(
  fitting: errors.JWKSMultipleMatchingKeys,
  token: string,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  for await (const key of fitting) {
    try {
      return await jwtVerify(token, key, options);
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed || isUseless(error))) throw error;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}

/** Whether the error is of a key that can't be imported, or is shorter than RS256 asks for (RFC 7518, 3.3). */
export function isUseless(error: unknown): boolean {
  if (error instanceof DOMException) return error.name === 'DataError' || error.name === 'OperationError';
  return error instanceof TypeError && error.message.includes('modulusLength');
}
