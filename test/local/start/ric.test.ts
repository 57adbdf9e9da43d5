import { describe, expect, test } from 'vitest';
import { realPart } from '../../real/available.ts';
import { newFolder, runToEnd, startProgram } from '../programs.ts';
import { client } from '../runtime/givenEnvironment.ts';

const kafka = await realPart('kafka');
const ministack = await realPart('ministack');

/** Twenty seconds are usual; on a machine that does much else, the bundles alone take that long. */
const patienceMs = 180_000;

describe.runIf(kafka && ministack && client)('--runtime ric', () => {
  test(
    'the demo’s story passes unchanged: bundles under AWS’s runtime client, on Kafka and an emulator',
    async () => {
      const { status, stdout, stderr } = await runToEnd('demo', ['--broker', 'kafka', '--runtime', 'ric']);
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout.trim().split('\n').at(-1)).toMatch(/All 11 expected effects were seen\.$/);
    },
    patienceMs,
  );

  test(
    'runs on a cluster and an emulator that are there, and again on what it left',
    async () => {
      const ports = ['--api-port', '0', '--console-port', '0', '--state', newFolder()];
      const args = [...ports, '--runtime', 'ric', '--aws', ministack ?? ''];
      const variables = {
        KAFKA_BROKERS: kafka ?? '',
        KAFKA_CONSUMER_GROUP: `ric-${process.pid}`,
        KAFKA_TOPICS: 'user.events',
        TABLE_PREFIX: `ric-${process.pid}-`,
        AWS_REGION: 'eu-west-1',
      };
      const person = { username: 'ric', email: `ric-${process.pid}@example.com`, password: 'correct horse battery' };
      const register = async (stack: ReturnType<typeof startProgram>) => {
        const [, api] = /^ready api=(\S+)/.exec(await stack.firstLine) ?? [];
        const headers = { 'content-type': 'application/json' };
        return await fetch(`${api}/api/v1/users/register`, { method: 'POST', headers, body: JSON.stringify(person) });
      };
      const first = startProgram('start', args, variables);
      expect((await register(first)).status).toBe(201);
      const [, console] = /console=(\S+)/.exec(await first.firstLine) ?? [];
      const received = async () => await (await fetch(`${console}/api/emails?limit=1000`)).text();
      await expect.poll(received, { timeout: 20_000 }).toContain(person.email);
      first.child.kill('SIGTERM');
      expect((await first.ended).status).toBe(0);
      expect((await register(startProgram('start', args, variables))).status).toBe(409);
    },
    patienceMs,
  );

  test('says in one sentence that Python is missing, where nothing was fetched before', async () => {
    const args = ['--broker', 'kafka', '--runtime', 'ric', '--state', 'memory'];
    const { status, stdout, stderr } = await runToEnd('start', args, { PATH: '/nonexistent', HOME: newFolder() });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^Fetching MiniStack .*\nMiniStack, the emulator .* can't be fetched \(there is no python3\): install .*, or name an emulator with --aws\.\n$/,
    );
  }, 60_000);
});
