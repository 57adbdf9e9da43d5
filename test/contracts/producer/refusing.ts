import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { newName, record } from '../broker/given.ts';
import type { ProducerUnderTest } from './given.ts';

export function refusing({ producer, topic, read }: ProducerUnderTest): void {
  it('creates no topic for a record: UNKNOWN_TOPIC, with its name, within two seconds', async () => {
    const name = newName('nowhere');
    const startedAt = Date.now();
    const published = producer().publish([record(name, '21', 'x')]);
    await expect(published).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC', message: expect.stringContaining(name) });
    expect(Date.now() - startedAt).toBeLessThan(2_000);
  });

  it('refuses a record that is too large for its topic; a topic that takes more has it', async () => {
    const usual = await topic({ maxMessageBytes: 1_048_588 });
    const roomy = await topic({ maxMessageBytes: 1_114_124 });
    // Random, so that compression can't make it small.
    const value = new Uint8Array(randomBytes(1_060_000));
    const refused = producer().publish([{ ...record(usual, '21', null), value }]);
    await expect(refused).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE', message: expect.stringContaining(usual) });
    expect(await producer().publish([{ ...record(roomy, '21', null), value }])).toMatchObject([{ offset: 0 }]);
  });

  it('fails no call for what is wrong with another one at the same time', async () => {
    const name = await topic();
    const value = new Uint8Array(randomBytes(1_060_000));
    const outcomes = await Promise.allSettled([
      producer().publish([record(name, 'user-1', 'before')]),
      producer().publish([record(newName('nowhere'), '21', 'x')]),
      producer().publish([{ ...record(name, '21', null), value }]),
      producer().publish([record(name, 'user-1', 'after')]),
    ]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'UNKNOWN_TOPIC' } },
      { status: 'rejected', reason: { code: 'RECORD_TOO_LARGE' } },
      { status: 'fulfilled' },
    ]);
  });

  it('sends nothing for a signal that is aborted already: TIMED_OUT', async () => {
    const name = await topic();
    const published = producer().publish([record(name, '21', 'x')], AbortSignal.abort());
    await expect(published).rejects.toMatchObject({ code: 'TIMED_OUT' });
    expect(await producer().publish([record(name, '21', 'y')])).toMatchObject([{ offset: 0 }]);
    expect(await read(name)).toHaveLength(1);
  });
}
