/** How a producer proves who it is: what kafkajs is told of TLS and SASL, read anew for every connection. */
import type { KafkaConfig } from 'kafkajs';
import * as z from 'zod';
import { Fault } from '../errors/fault.ts';
import type { KafkaAuth } from '../settings/kafkaAuth.ts';

export type Security = Pick<KafkaConfig, 'ssl' | 'sasl'>;

export interface SecuritySources {
  auth: KafkaAuth;
  /** A token of MSK's, for `iam`; kafkajs asks for another one before the broker ends a session. */
  token(): Promise<string>;
  /** The secret's text, for `scram` and `mtls`. A rotated secret is met at the next connection. */
  secret(): Promise<string>;
  /** PEM of who signed the brokers' certificates, where Node does not know them by itself. */
  ca?: string | undefined;
}

/** The form that MSK wants in secrets whose name begins with "AmazonMSK_". */
const scramSecret = z.object({ username: z.string().min(1), password: z.string().min(1) });
/** The form that Lambda's own pollers read (SourceAccessConfiguration CLIENT_CERTIFICATE_TLS_AUTH). */
const mtlsSecret = z.object({
  certificate: z.string().includes('BEGIN CERTIFICATE'),
  privateKey: z.string().includes('PRIVATE KEY'),
  privateKeyPassword: z.string().optional(),
});

/** Fault SETTINGS_INVALID says which field of the secret is missing, and nothing of what is in it. */
export async function kafkaSecurity({ auth, token, secret, ca }: SecuritySources): Promise<Security> {
  const trust = ca === undefined ? {} : { ca };
  const ssl = ca === undefined ? true : trust;
  switch (auth) {
    case 'iam':
      return { ssl, sasl: { mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: await token() }) } };
    case 'scram':
      return { ssl, sasl: { mechanism: 'scram-sha-512', ...fieldsOf(scramSecret, await secret()) } };
    case 'mtls': {
      const { certificate, privateKey, privateKeyPassword } = fieldsOf(mtlsSecret, await secret());
      const passphrase = privateKeyPassword === undefined ? {} : { passphrase: privateKeyPassword };
      return { ssl: { ...trust, cert: certificate, key: privateKey, ...passphrase } };
    }
    case 'tls':
      return { ssl };
    case 'none':
      return {};
    default:
      return auth satisfies never;
  }
}

function fieldsOf<Shape extends z.ZodType>(shape: Shape, text: string): z.output<Shape> {
  const { data, error } = shape.safeParse(parsed(text));
  if (error === undefined) return data;
  const fields = error.issues.map(({ path }) => path.join('.') || 'all of it').join(', ');
  throw new Fault('SETTINGS_INVALID', `the secret named by KAFKA_SECRET: expected a JSON object, wrong is ${fields}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
