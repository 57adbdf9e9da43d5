/** The time that an event counts for: a producer may claim any, and a broken clock must not hide what comes later. */
import { CLOCK_TOLERANCE_MS, type Clock } from '../clock/clock.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import type { Reader } from './message.ts';

/** The reader, but no event is later than its record, no record later than now, and one without any time is of now. */
export function readByClock(read: Reader, now: Clock): Reader {
  return (record) => {
    const reading = read(record);
    if (reading.event) setTime(reading.event, record, now());
    return reading;
  };
}

function setTime(event: Envelope, record: KafkaRecord, nowMs: number): void {
  const hasUsableTime = record.timestamp >= 0 && record.timestamp <= nowMs;
  const limitMs = hasUsableTime ? record.timestamp : nowMs;
  if (event.hasNoTime || Date.parse(event.timestamp) > limitMs + CLOCK_TOLERANCE_MS)
    event.timestamp = new Date(limitMs).toISOString();
}
