/** An emulator of AWS as the suite finds it: which of our services it has, and how it shows the mail it took. */
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListEmailIdentitiesCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { Email } from '../../lib/mail/mail.ts';
import { clientOf } from '../lib/store/openDynamo.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

export interface Services {
  dynamodb: string | undefined;
  s3: string | undefined;
  ses: string | undefined;
}

export function awsAt(endpoint = '') {
  return { endpoint, region: 'us-east-1', credentials, forcePathStyle: true };
}

/** Service → where it answers; undefined where it does not, with the reason on the console. */
export async function findServices(endpoints: Services): Promise<Services> {
  const { dynamodb, s3, ses } = endpoints;
  const once = { maxAttempts: 1 };
  return {
    dynamodb: await probe('DynamoDB', dynamodb, (at) => clientOf(at).send(new ListTablesCommand({}))),
    s3: await probe('S3', s3, (at) => new S3Client({ ...awsAt(at), ...once }).send(new ListBucketsCommand({}))),
    ses: await probe('SES v2', ses, async (at) => {
      await new SESv2Client({ ...awsAt(at), ...once }).send(new ListEmailIdentitiesCommand({}));
      await messagesAt(at);
    }),
  };
}

async function probe(service: string, endpoint: string | undefined, ask: (endpoint: string) => Promise<unknown>) {
  if (endpoint === undefined) return undefined;
  try {
    await ask(endpoint);
    console.info(`${service}: there, at ${endpoint}`);
    return endpoint;
  } catch (error) {
    console.info(`${service}: not there (${error instanceof Error ? error.message || error.name : error})`);
    return undefined;
  }
}

interface Message {
  To: string[];
  Subject: string;
  BodyText: string;
  BodyHtml: string;
}

/** MiniStack shows what SES took; other emulators show it elsewhere, or only what came by the older API. */
export async function messagesAt(endpoint: string): Promise<Email[]> {
  const response = await fetch(`${endpoint}/_ministack/ses/messages`);
  if (!response.ok) throw new Error(`no inbox that we know: GET /_ministack/ses/messages answered ${response.status}`);
  const { messages } = (await response.json()) as { messages: Record<string, Message[]> };
  const toEmail = ({ To: to, Subject: subject, BodyText: text, BodyHtml: html }: Message) => ({
    to,
    subject,
    text,
    html,
  });
  return Object.values(messages).flat().map(toEmail);
}
