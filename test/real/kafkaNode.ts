/** An Apache Kafka of a test's own: with listeners as the test wants them, and to be stopped and started on its data. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchKafka } from '../../local/broker/kafka/artefacts.ts';
import { jvm } from '../../local/broker/kafka/jvm.ts';
import { run } from '../../local/cache.ts';
import { freePort } from '../../local/freePort.ts';
import { startProcess } from './startedProcess.ts';

export interface Listener {
  /** Its name among Kafka's listeners: letters and digits. */
  name: string;
  protocol: 'PLAINTEXT' | 'SSL' | 'SASL_SSL';
  /** The port that clients are told, where they are to come through a proxy. */
  advertised?: number;
  /** Kafka's settings of this listener, without "listener.name.<name>." before them. */
  settings?: Record<string, string>;
}

export interface KafkaNodeOptions {
  listeners: readonly [Listener, ...Listener[]];
  /** Kafka's settings of the whole node. */
  settings?: Record<string, string>;
  /** Further options for formatting its log, such as users. */
  formatWith?: readonly string[];
}

export interface KafkaNode {
  /** The listener's name → `host:port`. */
  addressOf(name: string): string;
  /** Kills it, as a machine that is gone. */
  kill(): Promise<void>;
  /** On its data and its ports. */
  start(): Promise<void>;
  /** Ends it for good, data and all. */
  remove(): Promise<void>;
}

const clusterId = 'ZXZlbnQtZnVuY3Rpb25zLQ';

export async function startKafkaNode(options: KafkaNodeOptions): Promise<KafkaNode> {
  const { classPath, classArchive } = await fetchKafka((line) => console.warn(line));
  const folder = await mkdtemp(join(tmpdir(), 'kafka-node-'));
  const ports = new Map<string, number>();
  for (const { name } of options.listeners) ports.set(name, await freePort());
  const file = join(folder, 'server.properties');
  await writeFile(file, propertiesOf(options, { folder, ports, controller: await freePort() }));
  const java = [...jvm, '-Xmx256m', `-XX:SharedArchiveFile=${classArchive}`, '-cp', classPath];
  const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', file, ...(options.formatWith ?? [])];
  await run('java', [...java, ...format]);
  let stop: () => Promise<void> = async () => undefined;
  const node: KafkaNode = {
    addressOf: (name) => `127.0.0.1:${ports.get(name)}`,
    kill: () => stop(),
    async start() {
      stop = await startProcess({
        command: 'java',
        args: [...java, 'kafka.Kafka', file],
        cwd: folder,
        ready: /Kafka Server started/,
        patienceMs: 120_000,
      });
    },
    async remove() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await node.start();
  return node;
}

interface Place {
  folder: string;
  ports: ReadonlyMap<string, number>;
  controller: number;
}

function propertiesOf({ listeners, settings = {} }: KafkaNodeOptions, { folder, ports, controller }: Place): string {
  const addressOf = (name: string, port?: number) => `${name}://127.0.0.1:${port}`;
  const addresses = listeners.map(({ name }) => addressOf(name, ports.get(name)));
  const advertised = listeners.map((each) => addressOf(each.name, each.advertised ?? ports.get(each.name)));
  const protocols = listeners.map(({ name, protocol }) => `${name}:${protocol}`);
  const ofListeners = listeners.flatMap(({ name, settings: own = {} }) =>
    Object.entries(own).map(([key, value]) => [`listener.name.${name.toLowerCase()}.${key}`, value]),
  );
  const all = {
    ...singleNode,
    listeners: [...addresses, `CONTROLLER://127.0.0.1:${controller}`].join(','),
    'advertised.listeners': advertised.join(','),
    'listener.security.protocol.map': [...protocols, 'CONTROLLER:PLAINTEXT'].join(','),
    'inter.broker.listener.name': listeners[0].name,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'log.dirs': join(folder, 'log'),
    ...Object.fromEntries(ofListeners),
    ...settings,
  };
  return Object.entries(all)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** Short heartbeats bring a killed node back in four seconds instead of eleven; shorter ones a busy machine would miss. */
const singleNode = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.listener.names': 'CONTROLLER',
  'auto.create.topics.enable': 'false',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'share.coordinator.state.topic.num.partitions': '1',
  'group.initial.rebalance.delay.ms': '0',
  'log.cleaner.dedupe.buffer.size': '2097152',
  'broker.heartbeat.interval.ms': '300',
  'broker.session.timeout.ms': '4000',
};
