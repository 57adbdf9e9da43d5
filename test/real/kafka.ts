/** Apache Kafka itself: one node in KRaft mode from its Maven artefacts, on free ports, with a log of its own. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, run } from './cache.ts';
import { freePort, type RealPart, startProcess } from './startedProcess.ts';

const pom = join(import.meta.dirname, 'kafka', 'pom.xml');
/** Small and soon there, and leaves the other core to the tests. At its usual level the log would not tell that it is ready. */
export const jvm = ['-Dlog4j2.level=INFO', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const clusterId = 'ZXZlbnQtZnVuY3Rpb25zLQ';

/** `advertised` is the port that clients are told, where they are to come through a proxy. */
export async function startKafka(advertised?: number): Promise<RealPart> {
  const classPath = await fetchKafka();
  const folder = await mkdtemp(join(tmpdir(), 'kafka-'));
  const port = await freePort();
  const file = join(folder, 'server.properties');
  await writeFile(
    file,
    properties(join(folder, 'log'), { port, advertised: advertised ?? port, controller: await freePort() }),
  );
  await run('java', [...jvm, '-cp', classPath, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', file]);
  const stop = await startProcess({
    command: 'java',
    args: [...jvm, '-cp', classPath, 'kafka.Kafka', file],
    cwd: folder,
    ready: /Kafka Server started/,
  });
  return {
    address: `127.0.0.1:${port}`,
    async stop() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Jars named one by one: Java reads a wildcard in any order. */
export async function fetchKafka(): Promise<string> {
  const jars = await cached('kafka-4.3.1', async (folder) => {
    const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`];
    await run('mvn', ['-q', '-B', '-f', pom, ...copy]);
  });
  const names = await readdir(jars);
  return names
    .sort()
    .map((name) => join(jars, name))
    .join(':');
}

function properties(log: string, ports: { port: number; advertised: number; controller: number }): string {
  return `
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:${ports.controller}
    listeners=PLAINTEXT://127.0.0.1:${ports.port},CONTROLLER://127.0.0.1:${ports.controller}
    advertised.listeners=PLAINTEXT://127.0.0.1:${ports.advertised}
    controller.listener.names=CONTROLLER
    log.dirs=${log}
    auto.create.topics.enable=false
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=1
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    transaction.state.log.num.partitions=1
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    share.coordinator.state.topic.num.partitions=1
    group.initial.rebalance.delay.ms=0
    log.cleaner.dedupe.buffer.size=2097152
    broker.heartbeat.interval.ms=200
    broker.session.timeout.ms=1000
  `;
}
