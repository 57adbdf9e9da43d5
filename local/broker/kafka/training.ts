/** One start and end of Kafka that only writes down which classes it loads (class-data sharing). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../freePort.ts';
import { formatLog, writeProperties } from './format.ts';
import { jvm, readyLine, startJava, untilReady } from './jvm.ts';

/** The archive is written when the JVM ends. */
export async function trainClasses(classPath: string, archive: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kafka-training-'));
  const logFile = join(folder, 'server.log');
  try {
    const port = await freePort();
    const listening = { host: '127.0.0.1', port, advertised: port, controllerPort: await freePort() };
    const properties = await writeProperties(folder, listening);
    await formatLog(['-cp', classPath], folder, properties);
    const flags = ['-Xmx256m', `-XX:ArchiveClassesAtExit=${archive}`, ...jvm, '-cp', classPath];
    const kafka = startJava([...flags, 'kafka.Kafka', properties], folder, logFile);
    await untilReady(kafka, logFile, readyLine);
    kafka.kill('SIGTERM');
    await kafka.ended;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
