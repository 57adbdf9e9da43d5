/** The options that say which Kafka a command works on. */

export const kafkaOptions = {
  brokers: { type: 'string' },
  auth: { type: 'string' },
  'secret-file': { type: 'string' },
  'topic-prefix': { type: 'string' },
  stage: { type: 'string' },
  state: { type: 'string' },
} as const;

export interface KafkaValues {
  brokers?: string | undefined;
  auth?: string | undefined;
  'secret-file'?: string | undefined;
  'topic-prefix'?: string | undefined;
  stage?: string | undefined;
  state?: string | undefined;
  /** The stage’s cluster. */
  clusterArn?: string | undefined;
  /** The name of the stage’s secret. */
  secret?: string | undefined;
}

export const kafkaHelp = `  --brokers HOST:PORT[,…]   the cluster; else KAFKA_BROKERS, or KAFKA_CLUSTER_ARN to ask MSK, or the running local stack's
  --auth HOW                iam, scram, mtls, tls or none; else KAFKA_AUTH, else none, and iam with KAFKA_CLUSTER_ARN.
                            KAFKA_SECRET names the secret of scram and mtls, KAFKA_CA holds the PEM of a private authority
  --secret-file FILE        that secret's JSON, where Secrets Manager is out of reach
  --topic-prefix TEXT       stands before the name of each topic of the stage; else TOPIC_PREFIX, else nothing
  --stage NAME              the cluster, proof and prefix of stages/NAME.ts, where --brokers names no other
  --state DIR               the local stack's state folder, default .local`;
