import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Broker } from '../../../local/broker/broker.ts';
import { openEmbeddedBroker } from '../../../local/broker/embedded.ts';
import { largePage, record, text, topicSettings } from '../../contracts/broker/given.ts';
import { brokerContract } from '../../contracts/broker.ts';
import { type Place, startAppending } from './appendingProcess.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'embedded-broker-'));

brokerContract('the embedded', async () => {
  const folder = await newFolder();
  const open = () => openEmbeddedBroker({ file: join(folder, 'log.sqlite'), now: Date.now });
  let broker = open();
  return {
    broker,
    async restart() {
      await broker.close();
      broker = open();
      return broker;
    },
    async end() {
      await broker.close();
      await rm(folder, { recursive: true });
    },
  };
});

describe('the embedded broker among several processes', () => {
  let folder: string;
  let file: string;
  let broker: Broker;

  beforeEach(async () => {
    folder = await newFolder();
    file = join(folder, 'log.sqlite');
    broker = openEmbeddedBroker({ file, now: Date.now });
    await broker.createTopics([topicSettings('shared')]);
  });

  afterEach(async () => {
    await broker.close();
    await rm(folder, { recursive: true });
  });

  /** Every record of the topic by partition and offset, having checked that there is no gap and no double. */
  async function readDense(): Promise<Place[]> {
    const places: Place[] = [];
    for (const { partition, end } of await broker.offsets('shared')) {
      const records = await broker.fetch('shared', partition, 0, { records: 1_000_000, bytes: 1e9 });
      expect(records.map(({ offset }) => offset)).toEqual(Array.from({ length: end }, (_, offset) => offset));
      places.push(...records.map(({ offset, value }): Place => [partition, offset, text(value) ?? '']));
    }
    return places;
  }

  it('gives dense offsets without a double to two processes that append at once', async () => {
    const processes = [startAppending(file, 'shared', 150), startAppending(file, 'shared', 150)];
    expect(await Promise.all(processes.map(({ ended }) => ended))).toEqual([0, 0]);
    const written = await readDense();
    expect(written).toHaveLength(3_000);
    expect(new Set(written.map(String))).toEqual(
      new Set(processes.flatMap(({ acknowledged }) => acknowledged.map(String))),
    );
  });

  it('keeps each process in the order of its calls', async () => {
    const processes = [startAppending(file, 'shared', 50), startAppending(file, 'shared', 50)];
    await Promise.all(processes.map(({ ended }) => ended));
    const written = await readDense();
    for (const { child } of processes) {
      const ofPartition0 = written.filter(
        ([partition, , value]) => partition === 0 && value.startsWith(`${child.pid}:`),
      );
      const order = ofPartition0.map(([, , value]) => Number(value.split(':')[1]));
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
  });

  it('loses nothing acknowledged when an appending process is killed', async () => {
    const { child, acknowledged, ended } = startAppending(file, 'shared', 1_000_000);
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(500), { timeout: 10_000 });
    child.kill('SIGKILL');
    expect(await ended).toBeNull();
    const written = new Set((await readDense()).map(String));
    expect(acknowledged.filter((place) => !written.has(String(place)))).toEqual([]);
    expect(await broker.publish([record('shared', '21', 'goes on')])).toHaveLength(1);
  });

  it('hears of appends by another process', async () => {
    const listener = vi.fn();
    broker.onAppend(listener);
    expect(await startAppending(file, 'shared', 1).ended).toBe(0);
    await vi.waitFor(() => expect(listener).toHaveBeenCalled());
  });

  it('does not wake listeners for what another connection committed', async () => {
    const other = openEmbeddedBroker({ file, now: Date.now });
    const listener = vi.fn();
    broker.onAppend(listener);
    await other.commit('group', 'shared', [{ partition: 0, offset: 0 }]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(listener).not.toHaveBeenCalled();
    await other.close();
  });

  it('lets many processes open a new file at once', async () => {
    const fresh = join(folder, 'fresh.sqlite');
    const processes = Array.from({ length: 4 }, () => startAppending(fresh, 'unused', 0));
    expect(await Promise.all(processes.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
  });
});

describe('the embedded broker with a clock of its own', () => {
  it('stamps records and applies retention by it', async () => {
    const folder = await newFolder();
    let nowMs = 1_000;
    const broker = openEmbeddedBroker({ file: join(folder, 'log.sqlite'), now: () => nowMs });
    await broker.createTopics([{ ...topicSettings('clocked'), retentionMs: 100 }]);
    await broker.publish([record('clocked', '21', 'a')]);
    nowMs = 1_100;
    expect(await broker.applyRetention()).toBe(0);
    nowMs = 1_101;
    expect(await broker.fetch('clocked', 0, 0, largePage)).toMatchObject([{ timestamp: 1_000 }]);
    expect(await broker.applyRetention()).toBe(1);
    await broker.close();
    await rm(folder, { recursive: true });
  });
});
