/** Apache Kafka itself: one node in KRaft mode, in a folder of its own, started and ended by this process. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../freePort.ts';
import { UsageError } from '../../usageError.ts';
import { fetchKafka } from './artefacts.ts';
import { formatLog, writeProperties } from './format.ts';
import { type JavaProcess, jvm, readyLine, startJava, untilReady } from './jvm.ts';

export interface KafkaNodeOptions {
  /** Holds its data, its log and its pid. Whoever starts a node keeps others from doing so: a second one damages the data. */
  folder: string;
  host: string;
  /** 0 is any free port. */
  port: number;
  /** The port that clients are told, where they are to come through a proxy. */
  advertised?: number | undefined;
  heapMb: number;
  /** Gets a line before anything that takes long. */
  tell: (line: string) => void;
}

export interface KafkaNode {
  /** `host:port` */
  address: string;
  pid: number;
  /** Resolves when the process is gone, however: `0`, `SIGKILL`, … */
  ended: Promise<string>;
  /** Lets it close its log; kills it when that takes long, which loses nothing either. */
  stop(): Promise<void>;
}

/** A node that was killed a moment ago still holds its port. */
const portPatienceMs = 2_000;
const stopPatienceMs = 5_000;

/** Resolves when it takes requests. UsageError: no Java, no Maven, or the port is in use. */
export async function startKafkaNode(options: KafkaNodeOptions): Promise<KafkaNode> {
  const { folder, host, heapMb } = options;
  const { classPath, classArchive } = await fetchKafka(options.tell);
  const port = options.port === 0 ? await freePort(host) : options.port;
  await untilFree(host, port);
  const advertised = options.advertised ?? port;
  const properties = await writeProperties(folder, { host, port, advertised, controllerPort: await freePort() });
  const flags = [`-XX:SharedArchiveFile=${classArchive}`, '-cp', classPath];
  await formatLog(flags, folder, properties);
  const logFile = join(folder, 'server.log');
  const kafka = startJava([`-Xmx${heapMb}m`, ...jvm, ...flags, 'kafka.Kafka', properties], folder, logFile);
  await writeFile(join(folder, 'kafka.pid'), String(kafka.pid));
  try {
    await untilReady(kafka, logFile, readyLine);
  } catch (error) {
    await stop(kafka);
    throw error;
  }
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { address, pid: kafka.pid, ended: kafka.ended, stop: () => stop(kafka) };
}

async function stop(kafka: JavaProcess): Promise<void> {
  kafka.kill('SIGTERM');
  const timer = setTimeout(() => kafka.kill('SIGKILL'), stopPatienceMs);
  await kafka.ended;
  clearTimeout(timer);
}

async function untilFree(host: string, port: number): Promise<void> {
  for (const deadline = performance.now() + portPatienceMs; ; await delay(50)) {
    const error = await tryPort(host, port);
    if (error === undefined) return;
    if (error.code !== 'EADDRINUSE') {
      throw new UsageError(
        `Kafka can't listen on ${host}:${port} (${error.message}): choose another address with --host or --kafka-port.`,
      );
    }
    if (performance.now() > deadline) {
      throw new UsageError(
        `Port ${port} on ${host} is in use: end what listens there, or choose another with --kafka-port (0 = any free port).`,
      );
    }
  }
}

async function tryPort(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  } finally {
    server.close();
  }
}
