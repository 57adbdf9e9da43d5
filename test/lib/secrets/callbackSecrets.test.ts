import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { callbackOf } from '../../../lib/http/callback.ts';
import { callbackSecrets, parseCallbackSecrets } from '../../../lib/secrets/callbackSecrets.ts';
import { newSigningSecret } from '../../../lib/webhook/signingSecret.ts';
import { callbackHeaders } from '../../fixtures/callbackHeaders.ts';
import { createSecret } from '../../fixtures/secret.ts';
import { runOps } from '../../ops/runOps.ts';
import { realPart } from '../../real/available.ts';

const aws = await realPart('ministack');

describe('the text of the secret', () => {
  const [one, other] = [newSigningSecret(), newSigningSecret()];

  it.each([
    [one, [one]],
    [`${one} ${other}`, [one, other]],
    [` ${one}\n${other}\n`, [one, other]],
  ])('holds one or two', (text, secrets) => {
    expect(parseCallbackSecrets(text)).toEqual(secrets);
  });

  it.each([
    ['', /came 0, of which 0/],
    [`${one} ${one} ${one}`, /came 3, of which 0/],
    [`${one} hunter2`, /came 2, of which 1/],
    [`{"secret":"${one}"}`, /came 1, of which 1/],
  ])('is refused otherwise, without a word of what is in it', (text, wrong) => {
    expect(() => parseCallbackSecrets(text)).toThrow(wrong);
    expect(() => parseCallbackSecrets(text)).not.toThrow(/hunter2|whsec_[A-Za-z0-9]/);
  });
});

describe.runIf(aws)('a rotation', () => {
  function signedBy(secret: string): APIGatewayProxyEventV2 {
    const message = { id: 'msg_1', at: new Date(), body: '{"paid":true}' };
    const [headers, { body }] = [callbackHeaders(secret, message), message];
    return { headers, body, isBase64Encoded: false } as unknown as APIGatewayProxyEventV2;
  }

  it('needs no deployment: for a while both secrets are taken, then the new one alone', async () => {
    for (const [name, value] of Object.entries(environmentOf(aws ?? ''))) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const first = newSigningSecret();
    const { arn, change } = await createSecret(aws ?? '', first);
    let now = Date.parse('2026-12-01T10:00:00Z');
    const secrets = callbackSecrets({ CALLBACK_SECRET: undefined, CALLBACK_SECRET_ARN: arn }, () => now);
    const isTaken = async (secret: string) => {
      return await callbackOf(signedBy(secret), secrets).then(
        () => true,
        () => false,
      );
    };
    expect(await isTaken(first)).toBe(true);

    const { stdout } = await runOps(['callback-secret', '--rotate', '-'], {}, first);
    const [second = ''] = stdout.trim().split(' ');
    await change(stdout.trim());
    now += 10_000;
    expect([await isTaken(second), await isTaken(first)]).toEqual([true, true]);
    expect(await isTaken(newSigningSecret())).toBe(false);

    await change(second);
    now += 301_000;
    expect([await isTaken(second), await isTaken(first)]).toEqual([true, false]);
  });
});

function environmentOf(address: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: address,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}
