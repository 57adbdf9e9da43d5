/** The adapters on AWS. What only some invocations need is imported when they need it. */
import { Fault } from '../errors/fault.ts';
import type { InvokeFunction } from '../invoke/invoke.ts';
import type { Objects } from '../objects/objects.ts';
import { awsProducer } from '../producer/awsProducer.ts';
import type { Settings } from '../settings/settings.ts';
import { dynamoClient } from '../store/dynamoClient.ts';
import { dynamoStore } from '../store/dynamodb.ts';
import type { KeySource } from '../token/keySet.ts';
import { lazyTokens } from '../token/lazyTokens.ts';
import type { Tokens } from '../token/tokens.ts';
import { type AdapterNeeds, refusedInvoke, undeclared, undeclaredProducer } from './declared.ts';

/** Region and credentials are the role's, from Lambda. Fault SETTINGS_INVALID names what is missing. */
export async function awsConnections(wanted: AdapterNeeds, settings: Settings) {
  const { name, tables, publishes, keepsObjects, usesTokens, invokes, now } = wanted;
  const { TABLE_PREFIX, BUCKET } = complete(settings, keepsObjects);
  const client = dynamoClient();
  return {
    store: dynamoStore({ client, tables, tableName: (table) => `${TABLE_PREFIX}${table.name}` }),
    producer: publishes ? awsProducer(wanted, settings, client.config, now) : undeclaredProducer(name),
    objects: keepsObjects ? objectsIn(BUCKET) : undeclared<Objects>('objects', name),
    tokens: usesTokens
      ? lazyTokens(settings, keysIn(settings.TOKEN_KEYS_SECRET), now)
      : undeclared<Tokens>('tokens', name),
    callRelay: callerOf(settings.RELAY_FUNCTION),
    callDue: callerOf(settings.DUE_FUNCTION),
    invoke: invokes ? invokeOn(settings) : refusedInvoke(name),
  };
}

/** Few invocations move an object, so S3's client waits for the first. */
function objectsIn(bucket: string): Objects {
  let opening: Promise<Objects> | undefined;
  const opened = () => {
    opening ??= import('../objects/s3.ts').then(({ s3Objects }) => s3Objects({ bucket, prefix: '' }));
    return opening;
  };
  return {
    put: async (name, bytes, signal) => (await opened()).put(name, bytes, signal),
    get: async (name, signal) => (await opened()).get(name, signal),
    remove: async (name, signal) => (await opened()).remove(name, signal),
  };
}

/** A request without a token asks for no keys, so the client of Secrets Manager waits too. */
function keysIn(secret: string | undefined): KeySource {
  if (!secret) throw new Fault('SETTINGS_INVALID', 'TOKEN_KEYS_SECRET: needed with ADAPTERS=aws where tokens are used');
  let opening: Promise<KeySource> | undefined;
  return {
    read: async () => {
      opening ??= import('../secrets/managedSecret.ts').then(({ managedSecret }) => {
        return managedSecret('TOKEN_KEYS_SECRET', secret);
      });
      return await (await opening).read();
    },
  };
}

/** Deployed functions bear the names of service and stage in front. */
function invokeOn({ SERVICE, STAGE }: Settings): InvokeFunction {
  let opening: Promise<InvokeFunction> | undefined;
  return async (call) => {
    opening ??= import('../invoke/lambdaInvoke.ts').then(({ lambdaInvoke }) =>
      lambdaInvoke((name) => `${SERVICE}-${STAGE}-${name}`),
    );
    return await (await opening)(call);
  };
}

/** Only a failed drain, and what is due soon, need Lambda's client. */
function callerOf(name: string | undefined): (() => Promise<void>) | undefined {
  if (name === undefined) return undefined;
  return async () => {
    const { invokeLater } = await import('../invoke/invokeLater.ts');
    await invokeLater(name);
  };
}

function complete({ TABLE_PREFIX, BUCKET }: Settings, keepsObjects: boolean) {
  const needed = { TABLE_PREFIX, ...(keepsObjects && { BUCKET }) };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length > 0) throw new Fault('SETTINGS_INVALID', `${missing.join(', ')}: needed with ADAPTERS=aws`);
  return { TABLE_PREFIX: TABLE_PREFIX ?? '', BUCKET: BUCKET ?? '' };
}
