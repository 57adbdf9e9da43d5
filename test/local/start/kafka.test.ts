import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { realPart } from '../../real/available.ts';
import { newFolder, runToEnd, startProgram } from '../programs.ts';

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

const onKafka = ['--broker', 'kafka', '--state', 'memory'];

describe('--broker kafka says in one sentence', () => {
  test('that Java is missing', async () => {
    const { status, stdout, stderr } = await runToEnd('start', onKafka, { PATH: '/nonexistent' });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^Apache Kafka runs on Java 17 or newer, and there is none: install it .* leave --broker kafka away\.\n$/,
    );
  });
});

describe.runIf(kafka)('--broker kafka says in one sentence', () => {
  test('that Maven is missing, where nothing was fetched before', async () => {
    const folder = newFolder();
    symlinkSync(execFileSync('sh', ['-c', 'command -v java'], { encoding: 'utf8' }).trim(), join(folder, 'java'));
    const { status, stdout, stderr } = await runToEnd('start', onKafka, { PATH: folder, HOME: folder });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^Fetching Apache Kafka .*\nApache Kafka is fetched by Maven, and there is no mvn: install .*\n$/,
    );
  });

  test('that its port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { status, stdout, stderr } = await runToEnd('start', [...onKafka, '--kafka-port', String(port)]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use: end what listens there, or choose another with --kafka-port (0 = any free port).\n`,
    );
  });
});
