import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { fetchFault } from '../../../lib/errors/fetchFaults.ts';
import { freePort } from '../../../local/freePort.ts';
import { call, scriptedHttp } from './scriptedHttp.ts';

describe('a call that is not answered', () => {
  it('because nobody listens is DEPENDENCY_UNAVAILABLE: nothing was sent', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const fault = { code: 'DEPENDENCY_UNAVAILABLE', message: expect.stringMatching(`GET ${nowhere}.*ECONNREFUSED`) };
    await expect(call(nowhere)).rejects.toMatchObject(fault);
  });

  it('because the host does not exist is DEPENDENCY_UNAVAILABLE', async () => {
    await expect(call('http://nowhere.invalid')).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });

  it('because the other side speaks no TLS is DEPENDENCY_UNAVAILABLE', async () => {
    const url = await scriptedHttp((response) => response.end('so'));
    await expect(call(url.replace('http:', 'https:'))).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });

  it('because the connection is reset is DEPENDENCY_FAILED: it may have been done', async () => {
    const url = await scriptedHttp((response) => response.socket?.resetAndDestroy());
    await expect(call(url)).rejects.toMatchObject({ code: 'DEPENDENCY_FAILED' });
  });

  it('because the connection is closed is DEPENDENCY_FAILED', async () => {
    const url = await scriptedHttp((response) => response.socket?.destroy());
    const fault = { code: 'DEPENDENCY_FAILED', message: expect.stringContaining('other side closed') };
    await expect(call(url)).rejects.toMatchObject(fault);
  });

  it('whole, because the connection breaks amid the body, is DEPENDENCY_FAILED', async () => {
    const url = await scriptedHttp((response) => {
      response.writeHead(200, { 'content-length': '100' }).write('the first half');
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
    });
    await expect(call(url)).rejects.toMatchObject({ code: 'DEPENDENCY_FAILED' });
  });

  it('in HTTP at all is DEPENDENCY_FAILED', async () => {
    const raw = createServer((socket) => socket.end('220 mail.example.com ESMTP\r\n\r\n'));
    raw.listen(0, '127.0.0.1');
    await once(raw, 'listening');
    onTestFinished(() => void raw.close());
    const fault = { code: 'DEPENDENCY_FAILED' };
    await expect(call(`http://127.0.0.1:${(raw.address() as AddressInfo).port}`)).rejects.toMatchObject(fault);
  });

  it.each([
    ['at all', () => undefined],
    ['whole', (response: ServerResponse) => response.writeHead(200).write('the first half')],
  ])('%s within its time is TIMED_OUT', async (_, slow) => {
    const url = await scriptedHttp(slow);
    await expect(call(url, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ code: 'TIMED_OUT' });
  });

  it('before our invocation ends is TIMED_OUT', async () => {
    const url = await scriptedHttp(() => undefined);
    const ending = new AbortController();
    setTimeout(() => ending.abort(), 30);
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(5_000)]);
    await expect(call(url, { signal })).rejects.toMatchObject({ code: 'TIMED_OUT' });
  });

  it('but sent elsewhere is REQUEST_REFUSED, whether fetch or the adapter refuses to follow', async () => {
    const elsewhere = { location: 'http://169.254.169.254/' };
    const url = await scriptedHttp((response) => response.writeHead(302, elsewhere).end());
    await expect(call(url, { redirect: 'error' })).rejects.toMatchObject({ code: 'REQUEST_REFUSED' });
    await expect(call(url, { redirect: 'manual' })).rejects.toMatchObject({ code: 'REQUEST_REFUSED' });
  });
});

describe('what is thrown around a call', () => {
  it('stays a bug if it is one', () => {
    expect(fetchFault(new TypeError('x is not a function'), 'GET /').code).toBe('PROGRAMMER_ERROR');
  });

  it('stays a fault of ours', () => {
    const fault = new Fault('ADDRESS_REFUSED', 'no such number');
    expect(fetchFault(fault, 'GET /')).toBe(fault);
  });
});
