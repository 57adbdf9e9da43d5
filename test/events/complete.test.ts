import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { declaredFunctions } from '../../deploy/declaredFunctions.ts';
import { events } from '../../events/catalogue.ts';
import { consumerConfig } from '../../lib/declare/consumerConfig.ts';
import { createReader } from '../../lib/reading/message.ts';
import { sampleNames, sampleRecord } from './sampleRecords.ts';

const configs = (await declaredFunctions('.')).map(({ config }) => config);

describe('what a new event needs', () => {
  it('is a place in events/catalogue.ts, where docs and deployment find it', () => {
    const read = configs.flatMap((config) => (config.kind === 'consumer' ? config.events : []));
    const published = configs.flatMap(({ uses }) =>
      uses.flatMap((use) => (use.kind === 'publishes' ? use.events : [])),
    );
    const missing = [...read, ...published].filter((event) => !events.some((known) => known === event));
    expect(missing.map(({ type }) => type)).toEqual([]);
  });

  it('is a sample in events/samples that is read as it', () => {
    const read = createReader(consumerConfig({ name: 'reader', events: [...events], uses: [] }));
    const readings = sampleNames.map((name) => read(sampleRecord(name)));
    const routes = new Set(readings.map((reading) => (reading.kind === 'message' ? reading.route : '')));
    expect(events.filter(({ type }) => !routes.has(type)).map(({ type }) => type)).toEqual([]);
  });
});

it('what a new consumer needs is a Lambda batch in events/msk, for replay', () => {
  const consumers = configs.filter(({ kind }) => kind === 'consumer').map(({ name }) => name);
  expect(consumers.filter((name) => !existsSync(`events/msk/${name}.json`))).toEqual([]);
});
