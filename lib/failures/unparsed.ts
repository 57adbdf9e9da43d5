/** The last way out for a record of a dead letter topic, which has no dead letter topic itself: it is kept as it came. */
import type { Engine } from '../connect/engine.ts';
import type { Fault } from '../errors/fault.ts';
import { packRecords } from '../kafka/packedRecord.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import { namePart } from '../objects/names.ts';
import type { Write } from '../store/store.ts';
import { failureKey } from '../tables/marks.ts';
import { progress } from '../tables/progress.ts';

/** The writes and objects that keep a failed record, beside its mark. */
export interface Kept {
  /** To be put before the transaction. */
  object?: { name: string; bytes: Uint8Array };
  /** To be written together with the mark. */
  writes: readonly Write[];
  /** Called once it is written. */
  written(): Promise<void>;
  /** Called where the mark was there before. */
  writtenBefore(): Promise<void>;
}

/**
 * Key, value and headers go to the object store, unread, under a name made of the record's place and a hash of its
 * bytes. People find the object by the log line.
 */
export function unparsed({ record, fault }: { record: KafkaRecord; fault: Fault }, engine: Engine): Kept {
  // Below the name of a table of ours, because that is where the function may write.
  const name = `${progress.name}/${namePart(failureKey(engine.function, record))}`;
  return {
    object: { name, bytes: packRecords([record]) },
    writes: [],
    written: async () => {
      const { code: errorCode, message: error } = fault;
      engine.log.error('record.stored', { place: placeOf(record), object: name, errorCode, error });
    },
    writtenBefore: async () => undefined,
  };
}
