import { describe, expect, it } from 'vitest';
import { freePort } from '../../../local/freePort.ts';
import { toBroker } from '../../../local/start/brokerOptions.ts';
import { parseOptions } from '../../../local/start/options.ts';
import { toRuntime } from '../../../local/start/runtimeOption.ts';
import { environmentOf } from '../../../local/start/triggerOptions.ts';
import { runToEnd } from '../programs.ts';

it('has the documents’ own ports by default', () => {
  const ports = { apiPort: 8080, consolePort: 40080, host: '127.0.0.1' };
  expect(parseOptions([])).toEqual({
    ...ports,
    state: undefined,
    mode: 'on-demand',
    chaos: undefined,
    broker: { kind: 'embedded' },
    runtime: 'inline',
    aws: undefined,
    json: false,
    watch: false,
  });
  expect(parseOptions(['--broker', 'kafka'])).toMatchObject({ broker: { kind: 'kafka', port: 40093 } });
});

it('takes what exists so far', () => {
  const args =
    '--broker kafka --kafka-port 0 --mode on-demand --runtime ric --host ::1 --state memory --api-port 0 --console-port 1 --json';
  const broker = { kind: 'kafka', port: 0 };
  const ports = { apiPort: 0, consolePort: 1, host: '::1', state: 'memory' };
  const wanted = {
    ...ports,
    mode: 'on-demand',
    chaos: undefined,
    broker,
    runtime: 'ric',
    aws: undefined,
    json: true,
    watch: false,
  };
  expect(parseOptions(args.split(' '))).toEqual(wanted);
});

it('takes provisioned mappings, and trouble on purpose', () => {
  expect(parseOptions(['--mode', 'provisioned', '--chaos', 'duplicate=0.1,seed=42'])).toMatchObject({
    mode: 'provisioned',
    chaos: { duplicate: 0.1, fail: 0, kill: 0, slowMs: 0, reorder: false, seed: 42 },
  });
});

it.each([
  ['--broker redpanda', '--broker redpanda is not known: expected embedded or kafka.'],
  ['--broker kafka --kafka-port x', '--kafka-port expects a port from 0 to 65535, came x. See npm start -- --help.'],
  ['--mode queue', '--mode queue is not known: expected on-demand or provisioned.'],
  ['--chaos often', '--chaos: there is no switch "often"; there are duplicate, fail, slow, kill, reorder and seed.'],
  ['--runtime docker', '--runtime docker is not known: expected inline or ric.'],
  [
    '--runtime ric',
    '--runtime ric needs a Kafka, since a bundle leaves the embedded broker out: add --broker kafka, or name a cluster in KAFKA_BROKERS.',
  ],
  ['--metrics-port 1', '--metrics-port is not supported yet.'],
  ['--kafka-port 1', '--kafka-port has no effect: the embedded broker listens on no port.'],
  ['--api-port many', '--api-port expects a port from 0 to 65535, came many. See npm start -- --help.'],
  ['--console-port 65536', '--console-port expects a port from 0 to 65535, came 65536. See npm start -- --help.'],
  ['--port 1', "Unknown option '--port'. See npm start -- --help."],
  ['now', "Unexpected argument 'now'. See npm start -- --help."],
])('refuses %s with one sentence', (args, sentence) => {
  expect(() => parseOptions(args.split(' '))).toThrow(sentence);
});

it('lets functions answer partly only where mappings read it', async () => {
  expect([environmentOf('on-demand'), environmentOf('provisioned')]).toEqual([
    { PARTIAL_RESPONSES: 'false' },
    { PARTIAL_RESPONSES: 'true' },
  ]);
  const ports = ['--api-port', '0', '--console-port', '0', '--state', 'memory'];
  const { status, stderr } = await runToEnd('start', ports, { PARTIAL_RESPONSES: 'true' });
  expect([status, stderr]).toEqual([
    1,
    'PARTIAL_RESPONSES=true needs --mode provisioned: mappings in on-demand mode take any answer for success, and would lose records.\n',
  ]);
});

it('prints its help', async () => {
  const { status, stdout } = await runToEnd('start', ['--help']);
  expect([status, stdout.split('\n')[0]]).toEqual([0, 'npm start -- [options]']);
});

it('takes --runtime ric on any Kafka, but not where processes can’t be frozen', () => {
  const cluster = { kind: 'cluster', brokers: ['one:9092'] } as const;
  expect(toRuntime('ric', cluster, 'darwin')).toBe('ric');
  expect(() => toRuntime('ric', cluster, 'win32')).toThrow('which Windows lacks: use WSL.');
});

describe('a cluster in KAFKA_BROKERS', () => {
  it('wins over the broker on the command line', () => {
    const cluster = ['one:9092', 'two:9092'];
    expect(toBroker('kafka', undefined, cluster)).toEqual({ kind: 'cluster', brokers: cluster });
    expect(toBroker('embedded', undefined, cluster)).toEqual({ kind: 'cluster', brokers: cluster });
  });

  it('listens where it listens', () => {
    const refused = '--kafka-port has no effect: KAFKA_BROKERS names the broker.';
    expect(() => toBroker('kafka', 1, ['one:9092'])).toThrow(refused);
  });

  it('that does not answer is told in one sentence', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const { status, stdout, stderr } = await runToEnd('start', ['--state', 'memory'], { KAFKA_BROKERS: address });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^No Kafka answers at 127\.0\.0\.1:\d+ \(.*ECONNREFUSED.*\): start it, .*\.\n$/);
  });

  it('that is no address is told in one sentence', async () => {
    const { status, stderr } = await runToEnd('start', ['--state', 'memory'], { KAFKA_BROKERS: 'kafka' });
    expect([status, stderr]).toEqual([1, 'KAFKA_BROKERS expects host:port, comma-separated, came kafka.\n']);
  });
});
