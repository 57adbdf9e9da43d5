/**
 * A state folder belongs to one broker: marks name a record by topic, partition and offset, and a record of another broker
 * at the same place would be taken for a repeat.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { localFiles } from '../lib/connect/connect.ts';
import type { BrokerChoice } from './broker/choice.ts';
import { brokerNote, kafkaFolder, kafkaOfState } from './state.ts';
import { UsageError } from './usageError.ts';

/** Notes the broker in a folder that has none yet. UsageError when the folder is another one's. */
export function claimBroker(folder: string, choice: BrokerChoice): void {
  const wanted = nameOf(choice);
  const owner = existsSync(brokerNote(folder)) ? readFileSync(brokerNote(folder), 'utf8').trim() : ownerBefore(folder);
  if (owner !== undefined && owner !== wanted) {
    throw new UsageError(
      `The state in ${folder} is of ${owner}: its marks name records by their offsets there, and would hide records of ${wanted}. Choose another folder with --state, or remove this one to start over; if both are one cluster, remove ${brokerNote(folder)}.`,
    );
  }
  writeFileSync(brokerNote(folder), `${wanted}\n`);
}

function nameOf(choice: BrokerChoice): string {
  if (choice.kind === 'embedded') return 'the embedded broker';
  return choice.kind === 'kafka' ? 'its own Apache Kafka' : `the cluster at ${choice.brokers.join(',')}`;
}

/** A folder without a note tells by its files; one that held both brokers goes to whoever comes first. */
function ownerBefore(folder: string): string | undefined {
  const hasKafka = existsSync(kafkaFolder(folder));
  const hasEmbedded = existsSync(localFiles(folder).broker);
  if (hasKafka && !hasEmbedded) return nameOf({ kind: 'kafka', port: 0 });
  const isEmbedded = hasEmbedded && !hasKafka && kafkaOfState(folder) === null && existsSync(localFiles(folder).store);
  return isEmbedded ? nameOf({ kind: 'embedded' }) : undefined;
}
