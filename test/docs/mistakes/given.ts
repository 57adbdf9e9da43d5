/** How the mistakes of docs/guides/mistakes.md are made: by a small consumer, delivery, collector or HTTP function, or by a command. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collector, consumer, delivery } from '../../../lib/consumer/constructors.ts';
import { api } from '../../../lib/http/api.ts';
import type { Handler } from '../../../local/lambdaContext.ts';
import { collecting, collectOrders } from '../../fixtures/collecting.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';
import { sendTickets, ticketDelivery } from '../../fixtures/tickets.ts';
import { config as prices, request } from '../../lib/http/givenPrices.ts';
import { newFolder, runToEnd } from '../../local/programs.ts';

/** Makes a mistake, and answers the lines that its author sees. */
export type Mistake = () => Promise<readonly string[]>;

/** The first column of the page → its mistake. */
export type Mistakes = Readonly<Record<string, Mistake>>;

const orderPlacedRecord = recordOf({ value: placed('e1', 5) });

/** A decider of countOrders. */
export const decider = (given: object, ...records: (typeof orderPlacedRecord)[]): Mistake =>
  told((platform) => consumer(countOrders, { 'order.placed': given as never }, { open: platform.open() }), records);

/** A delivery of sendTickets, otherwise as it should be. */
export const ticket = (given: object): Mistake =>
  told((platform) => {
    const whole = { ...ticketDelivery(async () => ({ number: '7' })), ...given };
    return delivery(sendTickets, { 'order.placed': whole as never }, { open: platform.open() });
  });

/** A fold of collectOrders, otherwise as it should be. */
export const fold = (given: object): Mistake =>
  told((platform) => collector(collectOrders, { ...collecting, ...given } as never, { open: platform.open() }));

/** The action `show` of an HTTP function. */
export const action =
  (given: object): Mistake =>
  async () => {
    const platform = await openPlatform([prices]);
    const handler = api(prices, { show: given as never }, platform.open());
    await handler(request, { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 10_000 } as never);
    return linesOf(platform);
  };

export function told(make: (platform: Platform) => unknown, records = [orderPlacedRecord]): Mistake {
  return async () => {
    const platform = await openPlatform([countOrders, collectOrders, sendTickets]);
    const came = records.length > 0 ? records : [orderPlacedRecord];
    const { thrown } = await platform.invoke(make(platform) as Handler as never, came);
    return [...linesOf(platform), thrown ?? ''];
  };
}

/** A mistake that is told where it stands, when its file is imported. */
export const imported =
  (make: () => unknown): Mistake =>
  async () => {
    try {
      make();
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  };

/** A command that is given something wrong; `files` are written into its state folder first. */
export const replayed =
  (args: (folder: string) => readonly string[], files: Readonly<Record<string, string>> = {}, times = 1): Mistake =>
  async () => {
    const folder = newFolder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const lines: string[] = [];
    for (let n = 0; n < times; n += 1) {
      const { stdout, stderr } = await runToEnd('replay', [...args(folder), '--state', join(folder, 'state')]);
      lines.push(
        ...[stdout, stderr].flatMap((text) => text.split('\n')).map((line) => line.trim().replaceAll(folder, '…')),
      );
    }
    return lines;
  };

function linesOf({ lines }: Platform): string[] {
  return lines.flatMap(({ error }) => (typeof error === 'string' ? [error] : []));
}
