/** Tells a faulty deployment from a faulty record, by what the code makes of the other records of the batch. */
import type { Engine } from '../connect/engine.ts';
import { type Fault, toFault } from '../errors/fault.ts';
import { bytesHash, type KafkaRecord, placeOf } from '../kafka/record.ts';
import { toldOf } from '../observability/told.ts';

/** `passed`: our code ran, whatever came of it. `other`: it was not asked, or could not say. */
export type Finding = 'bug' | 'passed' | 'other';

/** Runs the code on a record without any effect. */
export type Probe<R extends KafkaRecord = KafkaRecord> = (record: R) => Promise<Finding>;

export interface FaultyCode {
  /** Whether the code is to blame for that programmer error, and not `record`, where it is known which one met it. */
  isToBlameFor(fault: Fault, record?: KafkaRecord): Promise<boolean>;
}

/** So many records of a batch are looked at, spread evenly over it. */
const MAX_PROBES = 40;
const ENOUGH = 10;

/** One answer for the whole batch. */
export function createFaultyCode<R extends KafkaRecord>(
  records: readonly R[],
  probe: Probe<R>,
  engine: Engine,
): FaultyCode {
  let judging: Promise<boolean> | undefined;
  return {
    isToBlameFor: (fault, record) => {
      judging ??= judge({ fault, record }, { records, probe, engine });
      return judging;
    },
  };
}

interface Judging<R extends KafkaRecord> {
  records: readonly R[];
  probe: Probe<R>;
  engine: Engine;
}

interface Failed {
  fault: Fault;
  record: KafkaRecord | undefined;
}

async function judge<R extends KafkaRecord>({ fault, record }: Failed, judging: Judging<R>): Promise<boolean> {
  const { records, probe, engine } = judging;
  const others = spread(records.filter((one) => one !== record));
  const findings = await Promise.all(others.map((one) => probe(one).catch((): Finding => 'other')));
  const failing: KafkaRecord[] = others.filter((_, at) => findings[at] === 'bug');
  if (record) failing.unshift(record);
  const looked = others.length + (record ? 1 : 0);
  const ran = failing.length + findings.filter((finding) => finding === 'passed').length;
  const [first] = failing;
  if (!first || !isDeployment(failing, { looked, ran })) return false;
  tellFaulty({ fault, failing: failing.length, of: looked, first, records: records.length }, engine);
  return true;
}

interface Faulty {
  fault: Fault;
  /** Records that meet the error, of so many that were looked at. */
  failing: number;
  of: number;
  first: KafkaRecord;
  /** In the batch. */
  records?: number;
}

export function tellFaulty({ fault, first, ...counts }: Faulty, engine: Engine): void {
  const told = { function: engine.function, ...counts, first: placeOf(first), ...toldOf(fault, engine.seldom) };
  engine.log.error('deployment.faulty', { ...told, do: TO_DO });
}

const TO_DO =
  'the batch comes again until the code is mended, and no dead letter is written: deploy the mended code, or the version before';

/**
 * All of a batch, or more than half of at least ten: of all records, or of those that our code ran on, for most of a
 * topic may be of types that it passes over. One record, however often it is repeated, is no proof: Lambda sends the
 * same batch again, so that a batch of one would block its partition for as long as nobody mends the code.
 */
function isDeployment(bugs: readonly KafkaRecord[], { looked, ran }: { looked: number; ran: number }): boolean {
  if (new Set(bugs.map(bytesHash)).size < 2) return false;
  return bugs.length === looked || areMost(bugs.length, looked) || areMost(bugs.length, ran);
}

/** More than half of at least ten that meet our own code's error say that the code is to blame. */
export function areMost(bugs: number, of: number): boolean {
  return of >= ENOUGH && bugs > of / 2;
}

function spread<R>(all: readonly R[]): R[] {
  const step = Math.max(1, all.length / (MAX_PROBES - 1));
  const places = Array.from({ length: Math.min(all.length, MAX_PROBES - 1) }, (_, n) => Math.floor(n * step));
  return places.flatMap((place) => all[place] ?? []);
}

/** Tells a programmer error, which speaks against the code, from any other failure. */
export function findingOf(error: unknown): Finding {
  const fault = toFault(error);
  if (isBug(fault)) return 'bug';
  return fault.class === 'unavailable' || fault.class === 'throttled' ? 'other' : 'passed';
}

export function isBug({ code }: { code: string }): boolean {
  return code === 'PROGRAMMER_ERROR';
}
