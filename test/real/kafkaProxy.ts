/** A TCP proxy before a Kafka, which the test can cut, hold up, and listen to. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface KafkaProxy {
  port: number;
  /** Bytes that clients sent through, of all connections as they came. */
  sent(): Buffer;
  /** Connections that are open stay so, but nothing passes on them any more; new ones pass. */
  silence(): void;
  /** Ends the connections. */
  cut(): void;
  close(): Promise<void>;
}

/** `target` is asked at each connection, since a Kafka behind a proxy must know the proxy's port before it starts. */
export async function openProxy(target: () => number): Promise<KafkaProxy> {
  const clients = new Set<Socket>();
  const silent = new WeakSet<Socket>();
  const chunks: Buffer[] = [];
  const server = createServer((client) => {
    const broker = connect(target(), '127.0.0.1');
    clients.add(client);
    client.on('data', (chunk) => {
      if (silent.has(client)) return;
      chunks.push(chunk);
      broker.write(chunk);
    });
    broker.on('data', (chunk) => silent.has(client) || client.write(chunk));
    endTogether(client, broker);
    client.on('close', () => clients.delete(client));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const client of clients) client.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    sent: () => Buffer.concat(chunks),
    silence() {
      for (const client of clients) silent.add(client);
    },
    cut,
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

function endTogether(one: Socket, other: Socket): void {
  one.on('close', () => other.destroy()).on('error', () => other.destroy());
  other.on('close', () => one.destroy()).on('error', () => one.destroy());
}
