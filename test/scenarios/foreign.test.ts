import { describe, expect, test } from 'vitest';
import { programOf } from '../interop/programs.ts';
import { realPart } from '../real/available.ts';
import { told } from './foreign.ts';
import { lettersOn } from './foreignEffects.ts';
import { settled, startStackProcess, stateFolder } from './stackProcess.ts';

const kafka = await realPart('kafka');

describe.runIf(kafka)('what services in Go and NestJS publish on Apache Kafka, all of it twice', () => {
  /** The first time a machine has to build or install the programs. */
  test('takes effect once, and what is broken is told as it came', { timeout: 300_000 }, async ({ skip }) => {
    const programs = { sarama: await programOf('sarama'), nest: await programOf('nest') };
    if (!programs.sarama || !programs.nest) return skip('there is no Sarama or no NestJS');
    const state = stateFolder();
    const stack = await startStackProcess(state, '--broker', 'kafka', '--kafka-port', '0');
    const place = { broker: stack.kafka, prefix: '' };
    for (const name of ['sarama', 'nest'] as const) {
      const lines = told.flatMap(([, by, line]) => (by === name ? [line] : []));
      await programs[name]?.produce(place, [...lines, ...lines]);
    }
    await settled(stack, 30_000);
    for (const [what, , , effects] of told) {
      for (const { look, expected } of effects) expect(await look({ stack, state }), what).toEqual(expected);
    }
    const keys = (await lettersOn(stack)).map(({ key }) => key);
    expect(new Set(keys)).toEqual(new Set(['fay']));
    expect(await stack.kill('SIGTERM')).toBe(0);
  });
});
