/** Turns errors of S3 and its client into our faults: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
import { type AwsCodes, awsFault } from '../errors/awsFaults.ts';
import type { Fault } from '../errors/fault.ts';
import { shown } from '../text/shown.ts';

/** Objects are ours, and all calls can be repeated: whatever it is, nothing healthy is given up for it. */
const codes: AwsCodes = {
  own: [],
  unreached: 'OBJECTS_UNAVAILABLE',
  unanswered: 'OBJECTS_UNAVAILABLE',
  failed: 'OBJECTS_UNAVAILABLE',
  other: 'OBJECTS_UNAVAILABLE',
};

export function s3Fault(error: unknown, name: string): Fault {
  return awsFault(error, `object ${shown(name)}`, codes);
}
