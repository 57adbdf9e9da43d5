import { describe, expect, test } from 'vitest';
import { realPart } from '../real/available.ts';
import { register } from './caller.ts';
import { get, type StackProcess, settled, startStackProcess, stateFolder } from './stackProcess.ts';
import { steps, systems } from './userStory.ts';

const kafka = await realPart('kafka');

function story(start: (state: string) => Promise<StackProcess>): void {
  test('each user event goes from its request to its effects', async () => {
    const state = stateFolder();
    const stack = await start(state);
    const caller = await register(stack, state);
    await settled(stack, 20_000);
    for (const step of steps) await step(caller);
    expect(await get<unknown[]>(`${stack.console}/api/dead-letters`)).toEqual([]);
    expect(await stack.kill('SIGTERM')).toBe(0);
  }, 120_000);
}

const settings = { SYNC_SYSTEMS: systems.join(',') };

describe('on the embedded stack', () => story((state) => startStackProcess(state, settings)));

describe.runIf(kafka)('on Apache Kafka', () =>
  story((state) => startStackProcess(state, settings, '--broker', 'kafka', '--kafka-port', '0')),
);
