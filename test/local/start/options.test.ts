import { expect, it } from 'vitest';
import { parseOptions } from '../../../local/start/options.ts';
import { environmentOf } from '../../../local/start/triggerOptions.ts';
import { runToEnd } from '../programs.ts';

it('has the documents’ own ports by default', () => {
  expect(parseOptions([])).toEqual({ apiPort: 8080, consolePort: 40080, host: '127.0.0.1', mode: 'on-demand' });
});

it('takes what exists so far', () => {
  const args =
    '--broker embedded --mode on-demand --runtime inline --host ::1 --state memory --api-port 0 --console-port 1';
  expect(parseOptions(args.split(' '))).toEqual({
    apiPort: 0,
    consolePort: 1,
    host: '::1',
    state: 'memory',
    mode: 'on-demand',
  });
});

it('takes provisioned mappings, and trouble on purpose', () => {
  expect(parseOptions(['--mode', 'provisioned', '--chaos', 'duplicate=0.1,seed=42'])).toMatchObject({
    mode: 'provisioned',
    chaos: { duplicate: 0.1, fail: 0, kill: 0, slowMs: 0, reorder: false, seed: 42 },
  });
});

it.each([
  ['--broker kafka', '--broker kafka is not supported yet: only embedded is.'],
  ['--mode queue', '--mode queue is not known: expected on-demand or provisioned.'],
  ['--chaos often', '--chaos: there is no switch "often"; there are duplicate, fail, slow, kill, reorder and seed.'],
  ['--runtime ric', '--runtime ric is not supported yet: only inline is.'],
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

it('does not pass over a Kafka that it can not use yet', async () => {
  const { status, stderr } = await runToEnd('start', [], { KAFKA_BROKERS: 'localhost:9092' });
  expect([status, stderr]).toEqual([
    1,
    'KAFKA_BROKERS is set, but only the embedded broker is supported yet: unset it.\n',
  ]);
});
