/** Objects in a bucket of Amazon S3, below one prefix. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Fault } from '../errors/fault.ts';
import type { Objects } from './objects.ts';

export interface S3Options {
  bucket: string;
  /** Before every name, with its slash: `archive/`. */
  prefix: string;
  aws?: S3ClientConfig;
}

/** The role needs `s3:ListBucket` too: without it S3 answers 403, not 404, for an object that is not there. */
export function s3Objects({ bucket, prefix, aws }: S3Options): Objects {
  const client = new S3Client({ requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000 }, ...aws });
  const at = (name: string) => ({ Bucket: bucket, Key: prefix + name });
  return {
    async put(name, bytes) {
      await guarded(name, () => client.send(new PutObjectCommand({ ...at(name), Body: bytes })));
    },
    get: (name) => guarded(name, () => read(client, at(name))),
    async remove(name) {
      await guarded(name, () => client.send(new DeleteObjectCommand(at(name))));
    },
  };
}

async function read(client: S3Client, place: { Bucket: string; Key: string }): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand(place));
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

async function guarded<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new Fault('OBJECTS_UNAVAILABLE', `object ${name}: ${String(cause)}`, { cause });
  }
}
