import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connect } from '../../../lib/connect/connect.ts';
import { declaredProducer } from '../../../lib/connect/declared.ts';
import { guardedObjects, guardedProducer } from '../../../lib/connect/guarded.ts';
import { objects as objectsPort } from '../../../lib/declare/uses.ts';
import { mail as mailPort } from '../../../lib/mail/port.ts';
import { createLog } from '../../../lib/observability/log.ts';
import { parseSettings } from '../../../lib/settings/settings.ts';
import { record } from '../../contracts/broker/given.ts';
import { fail, givenBreaker } from './givenBreaker.ts';

const open = { code: 'BREAKER_OPEN' };
const email = { to: ['a@example.com'], subject: 'Hi', text: 'Hi', html: '<p>Hi</p>' };
const { signal } = new AbortController();

async function givenOpen() {
  const given = givenBreaker();
  await fail(given.breaker, 3);
  return given;
}

describe('behind a breaker', () => {
  it('mail is sent as it is asked for, and not at all while it is open', async () => {
    const given = givenBreaker();
    const mail = { takesKeys: true, send: vi.fn(async () => undefined) };
    const guarded = mailPort.guard(mail, given.breaker);
    expect(guarded.takesKeys).toBe(true);
    await guarded.send(email, { key: 'k', signal });
    expect(mail.send).toHaveBeenCalledExactlyOnceWith(email, { key: 'k', signal });
    await fail(given.breaker, 3);
    await expect(guarded.send(email, { key: 'k', signal })).rejects.toMatchObject(open);
    expect(mail.send).toHaveBeenCalledOnce();
  });

  it('objects are written, read and removed within their time, and left alone while it is open', async () => {
    const given = givenBreaker();
    const bytes = Buffer.from('x');
    const objects = {
      put: vi.fn(async () => undefined),
      get: vi.fn(async () => bytes),
      remove: vi.fn(async () => undefined),
    };
    const guarded = guardedObjects(objects, given.breaker);
    await guarded.put('a', bytes, signal);
    expect(await guarded.get('a', signal)).toBe(bytes);
    await guarded.remove('a', signal);
    expect(objects.put).toHaveBeenCalledExactlyOnceWith('a', bytes, signal);
    expect(objects.get).toHaveBeenCalledExactlyOnceWith('a', signal);
    expect(objects.remove).toHaveBeenCalledExactlyOnceWith('a', signal);
    await fail(given.breaker, 3);
    const calls = [guarded.put('a', bytes), guarded.get('a'), guarded.remove('a')];
    for (const call of calls) await expect(call).rejects.toMatchObject(open);
  });

  it('a producer says beforehand that it would refuse, also to a function that is held to its topics', async () => {
    const { breaker, clock } = await givenOpen();
    const producer = { publish: vi.fn(async () => []), close: async () => undefined };
    const guarded = declaredProducer(guardedProducer(producer, breaker), new Set(['orders']), 'countOrders');
    expect(guarded.refusal?.()).toMatchObject(open);
    await expect(guarded.publish([record('orders', '21', 'x')], signal)).rejects.toMatchObject(open);
    clock.nowMs += 10_000;
    expect(guarded.refusal?.()).toBeNull();
    const records = [record('orders', '21', 'x')];
    await guarded.publish(records, signal);
    expect(producer.publish).toHaveBeenCalledExactlyOnceWith(records, signal);
  });

  it('what is not declared is refused as such, and opens nothing', async () => {
    const given = givenBreaker();
    const producer = { publish: vi.fn(async () => []), close: async () => undefined };
    const declared = declaredProducer(guardedProducer(producer, given.breaker), new Set(['orders']), 'countOrders');
    for (let time = 0; time < 10; time += 1) {
      await expect(declared.publish([record('payments', '21', 'x')])).rejects.toMatchObject({ code: 'UNDECLARED' });
    }
    expect(given.breaker.refusal()).toBeNull();
  });
});

describe('the connections of a function', () => {
  it('have a breaker each, set as the settings say', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'connect-'));
    // A file where the folder of the objects would be.
    writeFileSync(join(folder, 'objects'), '');
    const environment = { ADAPTERS: 'local', STATE_DIR: folder, DIGEST_SECRET: 'x'.repeat(32), BREAKER_FAILURES: '2' };
    const parsed = parseSettings(environment);
    const log = createLog({ level: 'silent', format: 'json', now: Date.now });
    const { objects, store, producer, mail } = await connect(
      { name: 'countOrders', uses: [objectsPort] },
      parsed,
      log,
      Date.now,
    );
    onTestFinished(async () => {
      await store.close();
      await producer.close();
      rmSync(folder, { recursive: true });
    });
    const put = () => objects.put('a', Buffer.from('x'));
    await expect(put()).rejects.toMatchObject({ code: 'OBJECTS_UNAVAILABLE' });
    await expect(put()).rejects.toMatchObject({ code: 'OBJECTS_UNAVAILABLE' });
    await expect(put()).rejects.toMatchObject({ ...open, message: expect.stringContaining('the object store') });
    expect(producer.refusal?.()).toBeNull();
    expect(() => mail.takesKeys).toThrow(expect.objectContaining({ code: 'UNDECLARED' }));
  });
});
