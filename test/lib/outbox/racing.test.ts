import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../environment.ts';
import { type Fate, MAX_VERSIONS, openRace, type Race, relayOnce, request } from './racing.ts';

const fate = fc.constantFrom<Fate>('taken', 'taken', 'taken', 'answer lost', 'late', 'lost', 'in part');
const fates = fc.array(fate, { maxLength: 6 });
/** Undefined lives. */
const stepsToLive = fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined });
const processes = fc.array(fc.record({ fates, stepsToLive }), { minLength: 1, maxLength: MAX_VERSIONS });

const lucky = { fates: [] };

/** Each topic must have every committed version once or more, each first occurrence after the one of the version before. */
function expectPromises(race: Race): void {
  const versions = Array.from({ length: race.committed }, (_, at) => String(at + 1));
  for (const topic of ['events', 'old-events']) {
    const there = race.log.filter((line) => line.startsWith(`${topic} `)).map((line) => line.split(' ')[1]);
    expect([...new Set(there)]).toEqual(versions);
  }
  expect(race.rows.size).toBe(0);
}

describe('drains of one stream at once', () => {
  it('lose nothing and keep first occurrences in version order, whatever fails, hangs, arrives late or dies', async () => {
    const property = fc.asyncProperty(fc.scheduler(), processes, processes, async (scheduler, requests, relays) => {
      const race = openRace(scheduler);
      const running = [
        ...requests.map((fortune) => request(fortune, race)),
        ...relays.map((fortune) => relayOnce(fortune, race)),
      ];
      await scheduler.waitFor(Promise.all(running));
      // The next relay sends whatever an outage and dead processes left.
      await scheduler.waitFor(relayOnce(lucky, race));
      await scheduler.waitAll();
      expectPromises(race);
    });
    await fc.assert(property, { numRuns: propertyRuns(1_500) });
  }, 60_000);

  it('lose nothing when the process dies before or after any single step', async () => {
    for (let stepsToLive = 0; stepsToLive <= 30; stepsToLive += 1) {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), async (scheduler) => {
          const race = openRace(scheduler);
          await scheduler.waitFor(request({ fates: [], stepsToLive }, race));
          await scheduler.waitFor(Promise.all([request(lucky, race), relayOnce(lucky, race)]));
          await scheduler.waitFor(relayOnce(lucky, race));
          expectPromises(race);
        }),
        { numRuns: 10 },
      );
    }
  });
});
