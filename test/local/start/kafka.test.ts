import { describe, expect, test } from 'vitest';
import { realPart } from '../../real/available.ts';
import { runToEnd, startProgram } from '../programs.ts';

const kafka = await realPart('kafka');

describe.runIf(kafka)('a cluster that somebody else runs', () => {
  test('is used where KAFKA_BROKERS names it, and left running', async () => {
    const stack = startProgram('start', ['--state', 'memory', '--api-port', '0', '--console-port', '0'], {
      KAFKA_BROKERS: kafka ?? '',
    });
    expect(await stack.firstLine).toMatch(new RegExp(` kafka=${kafka}\n$`));
    stack.child.kill('SIGTERM');
    expect((await stack.ended).status).toBe(0);
    const again = startProgram('start', ['--state', 'memory', '--api-port', '0', '--console-port', '0'], {
      KAFKA_BROKERS: kafka ?? '',
    });
    expect(await again.firstLine).toMatch(/^ready /);
  }, 60_000);
});

describe('without Java', () => {
  test('--broker kafka says in one sentence what to install', async () => {
    const { status, stdout, stderr } = await runToEnd('start', ['--broker', 'kafka', '--state', 'memory'], {
      PATH: '/nonexistent',
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^Apache Kafka runs on Java 17 or newer, and there is none: install it .*--broker kafka away\.\n$/,
    );
  });
});
