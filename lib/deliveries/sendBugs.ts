/**
 * Tells code that fails at every send, or after it, from a record that it fails on. A send can't be tried without its
 * effect, so the judge is what this environment's sends have met: its code stays the same as long as it lives.
 */
import type { Engine } from '../connect/engine.ts';
import { Fault } from '../errors/fault.ts';
import { areMost, isBug, tellFaulty } from '../failures/faultyCode.ts';
import { bytesHash, type KafkaRecord, placeOf } from '../kafka/record.ts';

export interface SendBugs {
  /** Our code got through, whatever the provider answered, in this invocation or an earlier one. */
  passed(record: KafkaRecord): void;
  /** The fault to go on with: SEND_FAULTY instead of a bug where other records may not be to blame for it either. */
  judged(fault: Fault, record: KafkaRecord, engine: Engine): Fault;
  /** SEND_FAULTY where nothing gets through, but for one try a minute: asked before a send that can't be repeated. */
  refusal(engine: Engine): Fault | null;
}

/** So many records are remembered, those that came last. */
const MOST = 20;

/** One for the life of an environment. */
export function createSendBugs(): SendBugs {
  const met = new Map<string, 'bug' | 'passed'>();
  const note = (record: KafkaRecord, found: 'bug' | 'passed') => {
    const hash = bytesHash(record);
    met.delete(hash);
    met.set(hash, found);
    const [oldest] = met.keys();
    if (met.size > MOST && oldest !== undefined) met.delete(oldest);
  };
  const counts = () => {
    const bugs = [...met.values()].filter((found) => found === 'bug').length;
    return { bugs, of: met.size };
  };
  return {
    passed: (record) => note(record, 'passed'),
    judged(fault, record, engine) {
      if (!isBug(fault)) {
        if (fault.class !== 'unavailable' && fault.class !== 'throttled') note(record, 'passed');
        return fault;
      }
      const isNew = !met.has(bytesHash(record));
      note(record, 'bug');
      // Alone it would come again alone, and hold its partition for as long as nobody mends the code.
      if ((engine.batch?.size ?? 1) === 1) return fault;
      const { bugs, of } = counts();
      if (isFaulty(bugs, of)) tellFaulty({ fault, failing: bugs, of, first: record }, engine);
      // The first of all goes back once, with others of its batch: they show whose fault it is.
      else if (of > 1 || !isNew) return fault;
      return new Fault('SEND_FAULTY', `${placeOf(record)}: ${fault.message}`, { cause: fault });
    },
    refusal(engine) {
      const { bugs, of } = counts();
      if (!isFaulty(bugs, of) || engine.seldom(`try of ${engine.function} while its sends fail`)) return null;
      return new Fault('SEND_FAULTY', `${bugs} of ${of} sends`);
    },
  };
}

/** All, or most of ten or more. One record, however often it comes, is no proof. */
function isFaulty(bugs: number, of: number): boolean {
  return (bugs >= 2 && bugs === of) || areMost(bugs, of);
}
