import { CreateBucketCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { s3Objects } from '../../../lib/objects/s3.ts';
import { freePort } from '../../../local/freePort.ts';
import { objectsContract } from '../../contracts/objects.ts';
import { realPart } from '../../real/available.ts';

const endpoint = await realPart('ministack');

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const configFor = (address = ''): S3ClientConfig => ({ endpoint: address, region: 'eu-west-1', credentials });
const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

describe.runIf(endpoint)('objects in S3', () => {
  const aws = configFor(endpoint);
  const objects = s3Objects({ bucket: 'objects', prefix: 'contract/', aws });
  beforeAll(() => new S3Client(aws).send(new CreateBucketCommand({ Bucket: 'objects' })));

  objectsContract(() => objects);

  it('stand below the prefix', async () => {
    await objects.put('letters/1', Buffer.from('x'));
    const whole = s3Objects({ bucket: 'objects', prefix: '', aws });
    expect(text(await whole.get('contract/letters/1'))).toBe('x');
    const other = s3Objects({ bucket: 'objects', prefix: 'other/', aws });
    expect(await other.get('letters/1')).toBeUndefined();
  });

  it('say OBJECTS_UNAVAILABLE, with the name, where there is no bucket', async () => {
    const lost = s3Objects({ bucket: 'nowhere', prefix: '', aws });
    const unavailable = { code: 'OBJECTS_UNAVAILABLE', message: expect.stringContaining('letters/1') };
    await expect(lost.put('letters/1', Buffer.from('x'))).rejects.toMatchObject(unavailable);
    await expect(lost.get('letters/1')).rejects.toMatchObject(unavailable);
  });
});

it('says OBJECTS_UNAVAILABLE where nobody listens', async () => {
  const aws = configFor(`http://127.0.0.1:${await freePort()}`);
  const objects = s3Objects({ bucket: 'objects', prefix: '', aws });
  await expect(objects.get('letters/1')).rejects.toMatchObject({ code: 'OBJECTS_UNAVAILABLE' });
});
