/** The settings of a single Kafka node in KRaft mode, as a properties file. */
import { hostname } from 'node:os';

export interface Listening {
  host: string;
  port: number;
  /** The port that clients are told, where they are to come through a proxy. */
  advertised: number;
  /** The port of the node's own controller, which nobody else needs. */
  controllerPort: number;
}

/**
 * Short heartbeats bring the node back 2 s after a SIGKILL instead of 11. Offsets of groups without members would be
 * forgotten after 7 days: a local stack may rest longer than that.
 */
export function kafkaProperties(data: string, { host, port, advertised, controllerPort }: Listening): string {
  return `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://${bracketed(host)}:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://${bracketed(reachable(host))}:${advertised}
controller.listener.names=CONTROLLER
log.dirs=${data.replaceAll('\\', '/')}
num.network.threads=3
num.io.threads=8
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
offsets.retention.minutes=2147483647
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
log.cleaner.dedupe.buffer.size=2097152
broker.heartbeat.interval.ms=200
broker.session.timeout.ms=1000
`;
}

/** All addresses of a machine are none that a client could connect to. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? hostname() : host;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
