/**
 * The token by which MSK knows a role (SASL/OAUTHBEARER with IAM): a signed URL, as AWS's own signer makes it
 * (https://github.com/aws/aws-msk-iam-sasl-signer-js), without the 45 ms that importing that one takes.
 */
import { createHash, createHmac } from 'node:crypto';

export interface Signing {
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined };
  at: Date;
}

/** The lifetime that AWS's own signer gives; a broker asks for another token before a connection grows older. */
const VALID_SECONDS = 900;
const SERVICE = 'kafka-cluster';

export function mskToken(signing: Signing): string {
  const { region, at } = signing;
  const host = `kafka.${region}.amazonaws.com`;
  // 20261121T093000Z
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/${SERVICE}/aws4_request`;
  const query = queryOf(signing, scope, time);
  const request = ['GET', '/', query, `host:${host}`, '', 'host', sha256('')].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n');
  const signature = hmac(keyOf(signing, scope), text).toString('hex');
  // Brokers log the last one; it is no part of what is signed.
  const url = `https://${host}/?${query}&X-Amz-Signature=${signature}&User-Agent=event-functions`;
  return Buffer.from(url).toString('base64url');
}

/** In alphabetical order, as signed (AWS Signature Version 4, query parameters). */
function queryOf({ credentials }: Signing, scope: string, time: string): string {
  const { accessKeyId, sessionToken } = credentials;
  const parameters = {
    Action: `${SERVICE}:Connect`,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': `${VALID_SECONDS}`,
    ...(sessionToken && { 'X-Amz-Security-Token': sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  };
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

function keyOf({ credentials }: Signing, scope: string): Buffer {
  const start: Buffer = Buffer.from(`AWS4${credentials.secretAccessKey}`);
  return scope.split('/').reduce((key, part) => hmac(key, part), start);
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
