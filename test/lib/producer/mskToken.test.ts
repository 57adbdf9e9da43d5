import { expect, it } from 'vitest';
import { mskToken } from '../../../lib/producer/mskToken.ts';

// AWS's documentation keys, and what aws-msk-iam-sasl-signer-js 1.0.3 made of them at that second.
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken:
    'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==',
};
const at = new Date('2026-11-21T09:30:00.000Z');

it('signs as AWS’s own signer does', () => {
  const token = mskToken({ region: 'eu-central-1', credentials, at });
  expect(token).toMatch(/^[\w-]+$/);
  const url = new URL(Buffer.from(token, 'base64url').toString());
  expect(url.origin).toBe('https://kafka.eu-central-1.amazonaws.com');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    Action: 'kafka-cluster:Connect',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIDEXAMPLE/20261121/eu-central-1/kafka-cluster/aws4_request',
    'X-Amz-Date': '20261121T093000Z',
    'X-Amz-Expires': '900',
    'X-Amz-Security-Token': credentials.sessionToken,
    'X-Amz-Signature': 'de3ba9dcb69435ea6f3c137c4e1287ee8ac4ad79759b560748ecf12af9022863',
    'X-Amz-SignedHeaders': 'host',
    'User-Agent': 'event-functions',
  });
});

it('leaves the session out where the credentials have none', () => {
  const { sessionToken: _, ...lasting } = credentials;
  const url = Buffer.from(mskToken({ region: 'eu-central-1', credentials: lasting, at }), 'base64url').toString();
  expect(url).not.toContain('X-Amz-Security-Token');
});
