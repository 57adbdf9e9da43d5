/** A Kafka with a listener for each way to prove who one is. */
import type { Certificates } from './certificates.ts';
import type { KafkaNodeOptions } from './kafkaNode.ts';

/** A JSON Web Token without signature, which Kafka's validator for tests takes: MSK's own are signed URLs. */
export function unsecuredToken(subject: string): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  return `${part({ alg: 'none' })}.${part({ sub: subject, iat: now, exp: now + 900 })}.`;
}

/** OPEN, TLS, MTLS, SCRAM and TOKEN; the one user is called shop. */
export function securedListeners({ authority, broker }: Certificates): KafkaNodeOptions {
  const pem = (text: string) => text.trim().replaceAll('\n', ' \\\n');
  const tls = {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.certificate.chain': pem(broker.certificate),
    'ssl.keystore.key': pem(broker.privateKey),
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.certificates': pem(authority),
  };
  const login = 'org.apache.kafka.common.security';
  const scram = `${login}.scram.ScramLoginModule required;`;
  const oauth = `${login}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`;
  return {
    listeners: [
      { name: 'OPEN', protocol: 'PLAINTEXT' },
      { name: 'TLS', protocol: 'SSL', settings: tls },
      { name: 'MTLS', protocol: 'SSL', settings: { ...tls, 'ssl.client.auth': 'required' } },
      {
        name: 'SCRAM',
        protocol: 'SASL_SSL',
        settings: { ...tls, 'sasl.enabled.mechanisms': 'SCRAM-SHA-512', 'scram-sha-512.sasl.jaas.config': scram },
      },
      {
        name: 'TOKEN',
        protocol: 'SASL_SSL',
        settings: {
          ...tls,
          'sasl.enabled.mechanisms': 'OAUTHBEARER',
          'oauthbearer.sasl.jaas.config': oauth,
          'oauthbearer.connections.max.reauth.ms': '11000',
        },
      },
    ],
    formatWith: ['--add-scram', 'SCRAM-SHA-512=[name=shop,password=password of the shop]'],
  };
}
