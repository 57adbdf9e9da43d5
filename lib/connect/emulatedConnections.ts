/**
 * The adapters of AWS against an emulator on somebody's machine, for the local stack: DynamoDB, S3 and SES where the SDK
 * finds them (AWS_ENDPOINT_URL, or AWS_ENDPOINT_URL_DYNAMODB, _S3, _SESV2), and the stack's own broker.
 */
import { openInbox } from '../mail/inbox.ts';
import type { Mail } from '../mail/mail.ts';
import { sesMail } from '../mail/ses.ts';
import { s3Objects } from '../objects/s3.ts';
import { relayWanted } from '../observability/signals.ts';
import type { Settings } from '../settings/settings.ts';
import { dynamoClient } from '../store/dynamoClient.ts';
import { dynamoStore } from '../store/dynamodb.ts';
import { fileKeys } from '../token/fileKeys.ts';
import { lazyTokens } from '../token/lazyTokens.ts';
import type { Tokens } from '../token/tokens.ts';
import { undeclared, type Wanted } from './declared.ts';
import { localProducer } from './localProducer.ts';

type Files = Record<'broker' | 'outside' | 'tokenKeys', string>;

export function emulatedConnections(
  { name, tables, compressionOf, usesMail, usesTokens, now }: Wanted,
  files: Files,
  settings: Settings,
) {
  const { TABLE_PREFIX = '', BUCKET = '', MAIL_FROM } = settings;
  const mail = (): Mail =>
    withCopies(sesMail({ from: MAIL_FROM }), openInbox(files.outside).mail({ function: name, takesKeys: false, now }));
  return {
    store: dynamoStore({ client: dynamoClient(), tables, tableName: (table) => `${TABLE_PREFIX}${table.name}` }),
    producer: localProducer({ name, file: files.broker, compressionOf, now }, settings),
    // A bucket's name in the host name would need a DNS that knows it.
    objects: s3Objects({ bucket: BUCKET, prefix: '', aws: { forcePathStyle: true } }),
    mail: usesMail ? mail() : undeclared<Mail>('mail', name),
    callRelay: async () => relayWanted.publish({ function: name }),
    tokens: usesTokens ? lazyTokens(settings, fileKeys(files.tokenKeys), now) : undeclared<Tokens>('tokens', name),
  };
}

/** What SES took is seen in the local inbox too, since each emulator shows its mail in another way, or not at all. */
function withCopies(mail: Mail, copies: Mail): Mail {
  return {
    takesKeys: mail.takesKeys,
    async send(email, options) {
      await mail.send(email, options);
      await copies.send(email, options);
    },
  };
}
