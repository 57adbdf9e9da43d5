import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { topics as catalogue } from '../../events/allTopics.ts';
import { createContext } from '../../local/lambdaContext.ts';
import { realPart } from '../real/available.ts';
import { startKafka } from '../real/kafka.ts';
import type { RealPart } from '../real/startedProcess.ts';

const canHaveKafka = await realPart('kafka');

describe.runIf(canHaveKafka)('the job applyTopics', () => {
  let kafka: RealPart;
  beforeAll(async () => {
    kafka = await startKafka();
  }, 120_000);
  afterAll(() => kafka.stop());

  async function invoke(event: object) {
    const variables = {
      ADAPTERS: 'local',
      STATE_DIR: '/nowhere',
      DIGEST_SECRET: 'x'.repeat(32),
      KAFKA_BROKERS: kafka.address,
      TOPIC_PREFIX: 'blue.',
      LOG_LEVEL: 'silent',
    };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const { handler } = await import('../../functions/jobs/applyTopics/handler.ts');
    return await handler(event, createContext('applyTopics', 60_000, 'request-1') as Context);
  }

  it('creates the topics of the catalogue with the prefix of the stage, and has nothing to do the second time', async () => {
    const capped = { capReplication: true };
    expect((await invoke({ ...capped, plan: true })).steps.length).toBe(catalogue.length);
    const { steps, differences } = await invoke(capped);
    expect(differences).toEqual([]);
    expect(steps).toContainEqual({ topic: 'blue.payment.success', kind: 'create' });
    expect(steps.length).toBe(catalogue.length);
    expect(await invoke(capped)).toEqual({ steps: [], differences: [], right: catalogue.length });
  });

  it('refuses an event that asks for something else', async () => {
    await expect(invoke({ moveKey: true })).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
  });
});
