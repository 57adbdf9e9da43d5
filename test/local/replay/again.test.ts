import { describe, expect, it } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { collector, consumer, delivery } from '../../../lib/consumer/constructors.ts';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import { toMskEvent } from '../../../lib/msk/mskEvent.ts';
import { parseSettings } from '../../../lib/settings/settings.ts';
import { runAgain } from '../../../local/replay/again.ts';
import { collecting, collectOrders, type OrderFold } from '../../fixtures/collecting.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform, type Platform, source } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';
import { sendTickets, ticketDelivery } from '../../fixtures/tickets.ts';
import { newFolder, runToEnd } from '../programs.ts';
import { fileOf, registered, replayJson } from './givenReplay.ts';

/** Each kind with a bug in it that goes on as long as `isBroken` says so; and whether it had its effect. */
const kinds = {
  consumer: (platform: Platform, isBroken: () => boolean) =>
    consumer(
      countOrders,
      { 'order.placed': { decide: () => (isBroken() ? bug() : commit({})) } },
      { open: platform.open() },
    ),
  delivery: (platform: Platform, isBroken: () => boolean) =>
    delivery(
      sendTickets,
      { 'order.placed': ticketDelivery(async () => (isBroken() ? bug() : { number: '7' })) },
      { open: platform.open() },
    ),
  collector: (platform: Platform, isBroken: () => boolean) => {
    const fold: OrderFold = { fold: (run, ...rest) => (isBroken() ? bug() : collecting.fold(run, ...rest)) };
    return collector(collectOrders, fold, { open: platform.open() });
  },
};

function bug(): never {
  throw new TypeError('no total');
}

const names = { consumer: 'countOrders', delivery: 'sendTickets', collector: 'collectOrders' };
const context = (requestId: string) =>
  ({
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => 30_000,
    clientContext: { custom: { replay: 'true' } },
  }) as never;

describe.each(['consumer', 'delivery', 'collector'] as const)('a record that a %s dead-lettered', (kind) => {
  it('runs with --again once its bug is mended, and is a duplicate from then on', async () => {
    const platform = await openPlatform([countOrders, collectOrders, sendTickets]);
    let isBroken = true;
    const handler = kinds[kind](platform, () => isBroken);
    const record: KafkaRecord = recordOf({ value: placed('e1', 5) });
    const { settings } = parseSettings({
      ADAPTERS: 'local',
      DIGEST_SECRET: 'a secret of at least thirty-two characters',
      STATE_DIR: platform.folder,
    });
    const event = toMskEvent([record], source);
    const again = async () => (await runAgain([event], names[kind], settings))[0] as typeof event;
    const outcomes: unknown[] = [];
    const run = async (what: typeof event) => {
      platform.lines.length = 0;
      await handler(what, context('r'));
      const [line] = platform.lines.filter(({ message }) => message === 'record.settled');
      outcomes.push(line?.['outcome']);
    };
    await run(event);
    await run(event);
    await run(await again());
    isBroken = false;
    await run(event);
    await run(await again());
    await run(await again());
    expect(outcomes).toEqual(['dead-letter', 'duplicate', 'dead-letter', 'duplicate', 'handled', 'duplicate']);
    expect(await platform.onTopic('orders.dead')).toHaveLength(2);
  });
});

describe('replay', () => {
  const broken = () => fileOf({ topic: 'user.events', key: '1', value: '{broken' });

  it('says since when a record is dead-lettered, and what runs it again; status 5', async () => {
    const state = newFolder();
    const args = ['sendWelcomeEmail', broken(), '--state', state];
    expect((await runToEnd('replay', args)).status).toBe(3);
    const { status, stdout } = await runToEnd('replay', args);
    expect(status).toBe(5);
    expect(stdout).toMatch(/\n {4}dead-lettered before at \d{4}-\d\d-\d\dT[\d:.]+Z: not run again; --again runs it\n/);
    const again = await runToEnd('replay', [...args, '--again', '--json']);
    expect(again.status).toBe(3);
    const { records, effects } = JSON.parse(again.stdout);
    expect(records).toMatchObject([{ outcome: 'dead-letter', errorCode: 'NOT_JSON' }]);
    expect(effects.deadLetters[0].headers).toContainEqual(['x-replay-count', '1']);
  });

  it('ends with 0 where something else is handled beside it, or all of it was handled before', async () => {
    const state = newFolder();
    await runToEnd('replay', ['sendWelcomeEmail', broken(), '--state', state]);
    await replayJson(state, 'sendWelcomeEmail', registered);
    const second = await replayJson(state, 'sendWelcomeEmail', registered, '--again');
    expect([second.status, second.records[0]?.outcome]).toEqual([0, 'duplicate']);
  });

  it('with --fresh says what it emptied', async () => {
    const state = newFolder();
    const { stderr } = await runToEnd('replay', ['sendWelcomeEmail', registered, '--fresh', '--state', state]);
    expect(stderr).toBe(
      `--fresh emptied ${state}: tables, topics of the embedded broker, objects and e-mails, those of npm start too.\n`,
    );
  });
});
