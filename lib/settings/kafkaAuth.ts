/** How clients prove to a Kafka cluster who they are. */

/**
 * `iam` is MSK's own, `scram` SASL/SCRAM-SHA-512, `mtls` a certificate of the client's, all of them over TLS; `tls` and
 * `none` prove nothing, with TLS and without.
 */
export const kafkaAuths = ['iam', 'scram', 'mtls', 'tls', 'none'] as const;
export type KafkaAuth = (typeof kafkaAuths)[number];
