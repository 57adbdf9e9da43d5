/**
 * The adapters of AWS against an emulator on somebody's machine, for the local stack: DynamoDB and S3 where the SDK
 * finds them (AWS_ENDPOINT_URL, or AWS_ENDPOINT_URL_DYNAMODB, _S3), and the stack's own broker.
 */

import { stackInvoke } from '../invoke/stackInvoke.ts';
import { s3Objects } from '../objects/s3.ts';
import { dueWanted, relayWanted } from '../observability/signals.ts';
import type { Settings } from '../settings/settings.ts';
import { dynamoClient } from '../store/dynamoClient.ts';
import { dynamoStore } from '../store/dynamodb.ts';
import { fileKeys } from '../token/fileKeys.ts';
import { lazyTokens } from '../token/lazyTokens.ts';
import type { Tokens } from '../token/tokens.ts';
import { type AdapterNeeds, refusedInvoke, undeclared } from './declared.ts';
import { localProducer } from './localProducer.ts';

type Files = Record<'broker' | 'tokenKeys', string>;

export function emulatedConnections(
  { name, tables, compressionOf, usesTokens, invokes, now }: AdapterNeeds,
  files: Files,
  settings: Settings,
) {
  const { TABLE_PREFIX = '', BUCKET = '' } = settings;
  return {
    store: dynamoStore({ client: dynamoClient(), tables, tableName: (table) => `${TABLE_PREFIX}${table.name}` }),
    producer: localProducer({ name, file: files.broker, compressionOf, now }, settings),
    // A bucket's name in the host name would need a DNS that knows it.
    objects: s3Objects({ bucket: BUCKET, prefix: '', aws: { forcePathStyle: true } }),
    callRelay: async () => relayWanted.publish({ function: name }),
    callDue: async () => dueWanted.publish({ function: name }),
    invoke: invokes ? stackInvoke : refusedInvoke(name),
    tokens: usesTokens ? lazyTokens(settings, fileKeys(files.tokenKeys), now) : undeclared<Tokens>('tokens', name),
  };
}
