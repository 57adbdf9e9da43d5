import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { s3Objects } from '../../../lib/objects/s3.ts';
import { scriptedHttp } from '../errors/scriptedHttp.ts';

/** One try a call, so that each failure is seen as it is. */
const objectsAt = (endpoint: string, silenceMs?: number) => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return s3Objects({
    bucket: 'b',
    prefix: '',
    ...(silenceMs !== undefined && { silenceMs }),
    aws: { endpoint, region: 'eu-west-1', credentials, maxAttempts: 1, forcePathStyle: true },
  });
};
const unavailable = {
  code: 'OBJECTS_UNAVAILABLE',
  class: 'unavailable',
  message: expect.stringContaining('letters/1'),
};
const refusal =
  (status: number, code: string, headers = {}) =>
  (response: ServerResponse) =>
    response
      .writeHead(status, { 'content-type': 'application/xml', ...headers })
      .end(`<Error><Code>${code}</Code><Message>so</Message></Error>`);
const silence = () => undefined;
const stalling = (response: ServerResponse) =>
  response.writeHead(200, { 'content-length': '1000' }).write('the first half');
const breaking = (response: ServerResponse) => {
  stalling(response);
  setTimeout(() => response.socket?.resetAndDestroy(), 20);
};

describe('an answer of S3', () => {
  it.each([
    [403, 'AccessDenied', 'NOT_AUTHORISED'],
    [403, 'InvalidAccessKeyId', 'NOT_AUTHORISED'],
    [400, 'ExpiredToken', 'NOT_AUTHORISED'],
    [503, 'SlowDown', 'THROTTLED'],
    [404, 'NoSuchBucket', 'OBJECTS_UNAVAILABLE'],
    [500, 'InternalError', 'OBJECTS_UNAVAILABLE'],
    [503, 'ServiceUnavailable', 'OBJECTS_UNAVAILABLE'],
  ])('of %i %s is %s', async (status, name, code) => {
    const objects = objectsAt(await scriptedHttp(refusal(status, name)));
    const fault = { code, message: expect.stringContaining(`object letters/1: ${name}`) };
    await expect(objects.put('letters/1', Buffer.from('x'))).rejects.toMatchObject(fault);
  });

  it('says how long to wait', async () => {
    const objects = objectsAt(await scriptedHttp(refusal(503, 'SlowDown', { 'retry-after': '2' })));
    await expect(objects.get('letters/1')).rejects.toMatchObject({ code: 'THROTTLED', retryAfterMs: 2_000 });
  });

  it('that breaks amid the object is OBJECTS_UNAVAILABLE', async () => {
    await expect(objectsAt(await scriptedHttp(breaking)).get('letters/1')).rejects.toMatchObject(unavailable);
  });
});

describe('a call to S3', () => {
  it('ends by itself, whether nothing comes or the object stalls half-way', async () => {
    const startedMs = Date.now();
    const [silent, stalled] = [
      objectsAt(await scriptedHttp(silence), 300),
      objectsAt(await scriptedHttp(stalling), 300),
    ];
    const calls = [silent.get('letters/1'), silent.put('letters/1', Buffer.from('x')), stalled.get('letters/1')];
    for (const result of await Promise.allSettled(calls)) expect(result).toMatchObject({ reason: unavailable });
    expect(Date.now() - startedMs).toBeLessThan(3_000);
  });

  it.each([
    ['nothing has come', silence],
    ['the object has come half-way', stalling],
  ])('ends when its signal is aborted and %s', async (_, respond) => {
    const objects = objectsAt(await scriptedHttp(respond));
    const startedMs = Date.now();
    const aborted = () => AbortSignal.timeout(100);
    await expect(objects.get('letters/1', aborted())).rejects.toMatchObject(unavailable);
    expect(Date.now() - startedMs).toBeLessThan(2_000);
  });

  it.each(['put', 'remove'] as const)('to %s ends when its signal is aborted', async (call) => {
    const objects = objectsAt(await scriptedHttp(silence));
    const signal = AbortSignal.timeout(100);
    const made =
      call === 'put' ? objects.put('letters/1', Buffer.from('x'), signal) : objects.remove('letters/1', signal);
    await expect(made).rejects.toMatchObject(unavailable);
  });
});
