import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { beforeAll, describe, expect, it } from 'vitest';
import { sesMail } from '../../lib/mail/ses.ts';
import { s3Objects } from '../../lib/objects/s3.ts';
import { mailContract } from '../contracts/mail.ts';
import { objectsContract } from '../contracts/objects.ts';
import { storeContract } from '../contracts/store.ts';
import { awsEndpoints } from '../environment.ts';
import { openDynamo } from '../lib/store/openDynamo.ts';
import { realPart } from '../real/available.ts';
import { awsAt, findServices, messagesAt } from './emulator.ts';

// Without an address it is MiniStack's turn, so that this suite is known to work.
const all = awsEndpoints.all ?? (await realPart('ministack'));
const { dynamodb = all, s3 = all, ses = all } = awsEndpoints;
const found = await findServices({ dynamodb, s3, ses });

describe.runIf(all)('the emulator', () => {
  it('has at least one of the services that we use', () => {
    expect(Object.values(found).filter((endpoint) => endpoint !== undefined)).not.toEqual([]);
  });
});

describe.runIf(found.dynamodb)('the store on the emulator’s DynamoDB', () => {
  storeContract('emulated', () => openDynamo(found.dynamodb ?? ''));
});

describe.runIf(found.s3)('objects on the emulator’s S3', () => {
  const aws = awsAt(found.s3);
  const bucket = `objects-${randomUUID()}`;
  const objects = s3Objects({ bucket, prefix: '', aws });
  beforeAll(() => new S3Client(aws).send(new CreateBucketCommand({ Bucket: bucket })));
  objectsContract(() => objects);
});

describe.runIf(found.ses)('e-mail by the emulator’s SES', () => {
  const aws = awsAt(found.ses);
  const from = 'no-reply@example.com';
  // Another test may have named it before.
  beforeAll(() =>
    new SESv2Client(aws).send(new CreateEmailIdentityCommand({ EmailIdentity: from })).catch(() => undefined),
  );
  mailContract({ mail: () => sesMail({ from, aws }), received: () => messagesAt(found.ses ?? '') });
});
