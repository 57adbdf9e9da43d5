/** The bucket behind the object port: the archive's letters, and what was too large for an item. */

import { due } from '../lib/due/dueRow.ts';
import { outbox } from '../lib/outbox/outbox.ts';
import { progress } from '../lib/tables/progress.ts';
import { type Application, prefixOf } from './application.ts';
import { concat, type NamedResource, sub, type Text } from './cloudFormation.ts';

export const BUCKET = 'Objects';

/** Archived dead letters hold whatever their producers sent, personal data included, so their bytes are not kept longer. */
const LETTERS_EXPIRE_DAYS = 30;

/**
 * The archive's; those that crashed the archiver, which it keeps unread; and those of the outbox, which go with their
 * row, but for what a transaction left behind whose end nobody saw.
 */
const lettersIn = ['deadLetters', progress.name, outbox.name];

/** A record waits for 30 days at most; its object goes with its row, but for what a transaction left behind. */
const DEFERRED_EXPIRE_DAYS = 60;

export function bucket(application: Application): NamedResource[] {
  const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' } as const;
  const named = { BucketName: bucketName(application), ...Properties };
  return [
    [BUCKET, { Type: 'AWS::S3::Bucket', ...kept, Properties: named }],
    ['ObjectsPolicy', { Type: 'AWS::S3::BucketPolicy', Properties: onlyOverTls(bucketArn(application)) }],
  ];
}

/** Names of buckets are the whole world's, so account and region are in it. */
export function bucketName(application: Application): Text {
  return sub(nameIn(application));
}

export function bucketArn(application: Application): Text {
  return sub(`arn:\${AWS::Partition}:s3:::${nameIn(application)}`);
}

function nameIn(application: Application): string {
  return `${prefixOf(application)}-objects-\${AWS::AccountId}-\${AWS::Region}`;
}

/** No versioning: an earlier version would outlive an erasure. */
const Properties = {
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
  },
  LifecycleConfiguration: {
    Rules: [
      ...lettersIn.map((folder) => ({
        Id: `lettersIn-${folder}`,
        Status: 'Enabled',
        Prefix: `${folder}/`,
        ExpirationInDays: LETTERS_EXPIRE_DAYS,
      })),
      { Id: 'deferred', Status: 'Enabled', Prefix: `${due.name}/`, ExpirationInDays: DEFERRED_EXPIRE_DAYS },
      { Id: 'halfUploaded', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
    ],
  },
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  },
};

function onlyOverTls(arn: Text) {
  const deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, concat(arn, '/*')],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  return { Bucket: { Ref: BUCKET }, PolicyDocument: { Version: '2012-10-17', Statement: [deny] } };
}
