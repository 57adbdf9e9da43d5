/** A template over CloudFormation's limit for a request goes by way of the stage's bucket, and is taken away again. */
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DeployError } from './deployError.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const LONGEST_BODY = 51_200;

/** Where a template may lie meanwhile. */
export interface Shelf {
  s3: S3Client;
  region: string;
  bucket: string;
}

export type TemplateSource = { TemplateBody: string } | { TemplateURL: string };

/** `work` ends when CloudFormation has read the template. */
export async function withSource(
  body: string,
  stack: string,
  shelf: Shelf | undefined,
  work: (source: TemplateSource) => Promise<void>,
): Promise<void> {
  if (Buffer.byteLength(body) <= LONGEST_BODY) return await work({ TemplateBody: body });
  if (!shelf)
    throw new DeployError(
      `The template of ${stack} is longer than ${LONGEST_BODY} bytes, and there is no bucket to put it into.`,
    );
  const { s3, region, bucket: Bucket } = shelf;
  const place = { Bucket, Key: `templates/${stack}.json` };
  await s3.send(new PutObjectCommand({ ...place, Body: body, ContentType: 'application/json' }));
  try {
    await work({ TemplateURL: `https://s3.${region}.amazonaws.com/${Bucket}/${place.Key}` });
  } finally {
    await s3.send(new DeleteObjectCommand(place));
  }
}
