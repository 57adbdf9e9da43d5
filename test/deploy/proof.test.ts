// The deployment that a person would make: by the command, on an emulator that refuses what AWS refuses.
import { readdirSync, readFileSync } from 'node:fs';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tablesUsed } from '../../deploy/application.ts';
import { declaredApplication } from '../../deploy/declaredApplication.ts';
import { mappedTopics } from '../../deploy/starts.ts';
import { realPart } from '../real/available.ts';
import { tellMinistack } from '../real/ministack/strictness.ts';
import { deployedStage } from './deployedStage.ts';

const endpoint = (await realPart('ministack')) ?? '';
const LONG = 600_000;
/** Each waits a while for a Kafka that is not there. */
const AT_ONCE = 6;

describe.runIf(endpoint)('a stage, from nothing', { timeout: LONG }, () => {
  let stage: Awaited<ReturnType<typeof deployedStage>>;
  let mapped: number;
  let tables: string[];
  beforeAll(async () => {
    stage = await deployedStage(endpoint);
    const application = await declaredApplication(stage.stage);
    mapped = mappedTopics(application).length;
    tables = tablesUsed(application).map((table) => `${stage.name}-${table.name}`);
  });
  afterAll(() => stage.forget());

  it('fails half-way where a topic is missing, says which, and leaves data only', async () => {
    const topics = mappedTopics(await declaredApplication(stage.stage)).map(({ name }) => name.split(' ')[1] ?? '');
    tellMinistack(endpoint, stage.name, { topics: topics.filter((topic) => topic !== 'payment.success') });
    const first = await stage.deploy();
    expect(first).toMatchObject({
      status: 1,
      said: expect.stringContaining('the topic payment.success does not exist'),
    });
    expect(first.said).toContain('run the same command again');
    expect(await stage.status()).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stage.functions()).toEqual([]);
    expect(await stage.mappings()).toEqual([]);
    expect((await stage.tables()).toSorted()).toEqual(tables.toSorted());
  });

  it('comes up when the same is repeated, with the starts that were fixed first', async () => {
    const fixed = readFileSync(stage.file, 'utf8');
    const second = await stage.deploy();
    expect(second.status, second.said).toBe(0);
    expect(await stage.status()).toBe('UPDATE_COMPLETE');
    expect(await stage.status('alarms')).toBe('CREATE_COMPLETE');
    expect(await stage.mappings()).toHaveLength(mapped);
    expect(readFileSync(stage.file, 'utf8')).toBe(fixed);
  });

  it('answers through its API, and stores what it is told', async () => {
    const jane = { username: 'jane', email: 'jane@example.com', password: 'correct horse battery' };
    const registered = await stage.call('POST /api/v1/users/register', jane);
    expect(registered.status, registered.body).toBe(201);
    expect(await stage.call('GET /api/v1/users/1')).toMatchObject({ status: 401 });
  });

  it('handles an event in each deployed consumer', async () => {
    const names = readdirSync('events/msk').map((file) => file.replace('.json', ''));
    expect(names.length).toBeGreaterThan(15);
    const answers = await pLimit(AT_ONCE).map(names, async (name) => {
      const event = JSON.parse(readFileSync(`events/msk/${name}.json`, 'utf8'));
      return { name, ...(await stage.invoke(name, event)) };
    });
    expect(answers).toEqual(names.map((name) => ({ name, error: undefined, answer: 'null' })));
  });

  it('takes a change, and replaces nothing, and leaves the data when it is removed', async () => {
    const before = await stage.mappings();
    const changed = await stage.deploy('FeeBasisPoints=250');
    expect(changed.status, changed.said).toBe(0);
    expect(await stage.variables('postAccounting')).toMatchObject({ FEE_BASIS_POINTS: '250' });
    expect(await stage.mappings()).toEqual(before);
    expect((await stage.tables()).toSorted()).toEqual(tables.toSorted());
    const removed = await stage.serverless('remove');
    expect(removed.status, removed.said).toBe(0);
    expect(await stage.functions()).toEqual([]);
    expect(await stage.mappings()).toEqual([]);
    expect((await stage.tables()).toSorted()).toEqual(tables.toSorted());
  });
});
