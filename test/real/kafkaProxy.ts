/** A TCP proxy before a Kafka, which the test can cut, hold up, and listen to. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const RELEASED_MS = 200;

export interface KafkaProxy {
  port: number;
  /** Bytes that clients sent through, of all connections as they came. */
  sent(): Buffer;
  /** Connections that are open stay so, but nothing passes on them any more; new ones pass. */
  silence(): void;
  /** Behaves like a network that is stuck: it keeps the bytes that clients send, also beyond their end, and answers nothing. */
  hold(): void;
  /** Lets the kept bytes arrive, in order; resolves when the broker had the time to read them. */
  release(): Promise<void>;
  /** Ends the connections. */
  cut(): void;
  close(): Promise<void>;
}

/** `target` is asked at each connection, since a Kafka behind a proxy must know the proxy's port before it starts. */
export async function openProxy(target: () => number): Promise<KafkaProxy> {
  const clients = new Set<Socket>();
  const silent = new WeakSet<Socket>();
  const chunks: Buffer[] = [];
  let held: { broker: Socket; chunk: Buffer }[] | null = null;
  const server = createServer((client) => {
    const broker = connect(target(), '127.0.0.1');
    clients.add(client);
    client.on('data', (chunk) => {
      if (silent.has(client)) return;
      chunks.push(chunk);
      if (held) held.push({ broker, chunk });
      else broker.write(chunk);
    });
    broker.on('data', (chunk) => silent.has(client) || held || client.destroyed || client.write(chunk));
    endTogether(client, broker, () => held !== null);
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
    hold() {
      held = [];
    },
    async release() {
      if (!held) return;
      const kept = held;
      held = null;
      for (const { broker, chunk } of kept) broker.write(chunk);
      await delay(RELEASED_MS);
      for (const { broker } of kept) broker.end();
    },
    cut,
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Bytes that are held outlive the client that sent them. */
function endTogether(client: Socket, broker: Socket, isHeld: () => boolean): void {
  client.on('close', () => isHeld() || broker.destroy()).on('error', () => isHeld() || broker.destroy());
  broker.on('close', () => client.destroy()).on('error', () => client.destroy());
}
