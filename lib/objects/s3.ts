/** Objects in a bucket of Amazon S3, below one prefix. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { checkName } from './names.ts';
import type { Objects } from './objects.ts';
import { s3Fault } from './s3Faults.ts';

export interface S3Options {
  bucket: string;
  /** Before every name, with its slash: `archive/`. */
  prefix: string;
  aws?: S3ClientConfig;
  /** How long one try waits for an answer, and for more of it. */
  silenceMs?: number;
}

/** Limits of one try, which S3 begins to answer within milliseconds. */
const CONNECTION_MS = 2_000;
const SILENCE_MS = 4_000;
/** The limit of a whole call with all its tries. */
const CALL_LIMIT_MS = 10_000;

/** The role needs `s3:ListBucket` too: without it S3 answers 403, not 404, for an object that is not there. */
export function s3Objects({ bucket, prefix, aws, silenceMs = SILENCE_MS }: S3Options): Objects {
  const limits = { connectionTimeout: CONNECTION_MS, requestTimeout: silenceMs, socketTimeout: silenceMs };
  // Without `throwOnRequestTimeout` the limit on requests is only a warning, and it ends with the answer's first byte.
  const requestHandler = { ...limits, throwOnRequestTimeout: true };
  const client = new S3Client({ requestHandler, ...aws });
  const at = (name: string) => ({ Bucket: bucket, Key: prefix + name });
  return {
    async put(name, bytes, signal) {
      const command = new PutObjectCommand({ ...at(name), Body: bytes });
      await limited(name, signal, (abortSignal) => client.send(command, { abortSignal }));
    },
    get: (name, signal) => limited(name, signal, (abortSignal) => read(client, at(name), abortSignal)),
    async remove(name, signal) {
      const command = new DeleteObjectCommand(at(name));
      await limited(name, signal, (abortSignal) => client.send(command, { abortSignal }));
    },
  };
}

async function read(
  client: S3Client,
  place: { Bucket: string; Key: string },
  abortSignal: AbortSignal,
): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand(place), { abortSignal });
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

async function limited<T>(
  name: string,
  signal: AbortSignal | undefined,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  checkName(name);
  const limit = AbortSignal.timeout(CALL_LIMIT_MS);
  try {
    return await call(signal ? AbortSignal.any([signal, limit]) : limit);
  } catch (error) {
    throw s3Fault(error, name);
  }
}
