/** A node's folder: its properties file, and its log formatted once as KRaft wants it. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../cache.ts';
import { jvm } from './jvm.ts';
import { kafkaProperties, type Listening } from './properties.ts';

const clusterId = 'ZXZlbnQtZnVuY3Rpb25zLQ';

/** Answers the file. */
export async function writeProperties(folder: string, listening: Listening): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'server.properties');
  await writeFile(file, kafkaProperties(join(folder, 'data'), listening));
  return file;
}

/** Formatting took place when its last file is there; a run that was interrupted is repeated. */
export async function formatLog(flags: readonly string[], folder: string, properties: string): Promise<void> {
  if (existsSync(join(folder, 'data', 'bootstrap.checkpoint'))) return;
  const format = ['kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', clusterId, '-c', properties];
  await run('java', [...flags, ...jvm, ...format]);
}
