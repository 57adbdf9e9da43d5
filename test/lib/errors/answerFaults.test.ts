import { describe, expect, it } from 'vitest';
import { answerFault } from '../../../lib/errors/fetchFaults.ts';
import { call, scriptedHttp } from './scriptedHttp.ts';

describe('an answer', () => {
  const answering = (status: number, headers: Record<string, string> = {}) =>
    scriptedHttp((response) => response.writeHead(status, headers).end('so'));

  it.each([200, 201, 202, 204, 299])('of %i is none of a fault', async (status) => {
    const url = await answering(status);
    await expect(call(url)).resolves.toBe(status === 204 ? '' : 'so');
  });

  it.each([
    [400, 'REQUEST_REFUSED', 'permanent'],
    [401, 'NOT_AUTHORISED', 'unavailable'],
    [403, 'NOT_AUTHORISED', 'unavailable'],
    [404, 'REQUEST_REFUSED', 'permanent'],
    [408, 'TIMED_OUT', 'transient'],
    [409, 'REQUEST_REFUSED', 'permanent'],
    [410, 'REQUEST_REFUSED', 'permanent'],
    [413, 'REQUEST_REFUSED', 'permanent'],
    [422, 'REQUEST_REFUSED', 'permanent'],
    [425, 'THROTTLED', 'throttled'],
    [429, 'THROTTLED', 'throttled'],
    [500, 'DEPENDENCY_FAILED', 'transient'],
    [501, 'DEPENDENCY_FAILED', 'transient'],
    [502, 'DEPENDENCY_FAILED', 'transient'],
    [503, 'DEPENDENCY_FAILED', 'transient'],
    [504, 'DEPENDENCY_FAILED', 'transient'],
    [599, 'DEPENDENCY_FAILED', 'transient'],
  ])('of %i is %s, %s', async (status, code, errorClass) => {
    const url = await answering(status);
    const fault = { code, class: errorClass, retryAfterMs: undefined, message: expect.stringContaining(`${status}`) };
    await expect(call(url)).rejects.toMatchObject(fault);
  });

  it.each([408, 425, 429, 503])('of %i says how long to wait, in seconds', async (status) => {
    const url = await answering(status, { 'retry-after': '30' });
    await expect(call(url)).rejects.toMatchObject({ retryAfterMs: 30_000 });
  });

  it.each([408, 425, 429, 503])('of %i says how long to wait, by a date', async (status) => {
    const date = 'Tue, 24 Nov 2026 08:00:00 GMT';
    const url = await answering(status, { 'retry-after': 'Tue, 24 Nov 2026 08:01:00 GMT', date });
    await expect(call(url)).rejects.toMatchObject({ retryAfterMs: 60_000 });
  });

  it('means what the adapter knows it to mean', async () => {
    const url = await answering(409);
    const response = await fetch(url);
    const inProgress = answerFault(response, 'POST /messages', { own: { 409: 'THROTTLED' } });
    expect(inProgress).toMatchObject({ code: 'THROTTLED', message: expect.stringContaining('POST /messages: 409') });
  });
});
