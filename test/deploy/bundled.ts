/** A bundled function by itself: in a folder outside the repository, in a process of plain Node. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundle } from '../../deploy/bundle.ts';
import type { DeclaredFunction } from '../../deploy/declaredFunctions.ts';
import { run } from '../../local/cache.ts';

export interface Bundled {
  metafile: Metafile;
  /** Runs the handler: its answer, or the message of its error. */
  invoke(event: unknown, environment?: Record<string, string>): Promise<{ answer: unknown } | { thrown: string }>;
  remove(): Promise<void>;
}

/** Nobody listens on port 1: every call to AWS and to Kafka is refused at once. */
export const unreachable = {
  ADAPTERS: 'aws',
  TABLE_PREFIX: 'shop-test-',
  BUCKET: 'shop-test-objects',
  KAFKA_BROKERS: '127.0.0.1:1',
  MAIL_FROM: 'shop@example.com',
  SMS_ORIGINATION: 'arn:aws:sms-voice:eu-central-1:123456789012:pool/pool-1',
  CHANNEL_URL: 'https://127.0.0.1:1',
  CHANNEL_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/channel-AbCdEf',
  DIGEST_SECRET: 'a secret of at least thirty-two characters',
  CALLBACK_SECRET: 'whsec_c2VjcmV0IG9mIHRoZSBwcm92aWRlcg==',
  TOKEN_KEYS_SECRET: 'shop-test-tokenKeys',
  LOG_LEVEL: 'silent',
  PUBLISH_LIMIT_MS: '100',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'nobody',
  AWS_SECRET_ACCESS_KEY: 'nothing',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
};

export async function bundleElsewhere(declared: DeclaredFunction): Promise<Bundled> {
  const folder = await mkdtemp(join(tmpdir(), 'bundled-'));
  const metafile = await bundle(declared, process.cwd(), folder);
  const invoke = async (event: unknown, environment = {}) => {
    const args = ['--input-type=module', '-e', program, JSON.stringify(event)];
    const env = { ...unreachable, ...environment };
    const { stdout } = await run(process.execPath, args, { cwd: folder, env });
    return JSON.parse(stdout);
  };
  return { metafile, invoke, remove: () => rm(folder, { recursive: true }) };
}

const program = `const { handler } = await import('./index.mjs');
const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 10_000 };
const outcome = await handler(JSON.parse(process.argv[1]), context).then(
  (answer) => ({ answer: answer ?? null }),
  (error) => ({ thrown: error.message }),
);
process.stdout.write(JSON.stringify(outcome), () => process.exit());`;
