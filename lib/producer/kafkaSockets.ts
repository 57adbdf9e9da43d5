/** The sockets of one Kafka client: all of them can be cut at once, and no new one opens after that. */
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactoryArgs } from 'kafkajs';

export interface KafkaSockets {
  open(target: ISocketFactoryArgs): Socket;
  cut(): void;
}

const keepAliveMs = 60_000;

/** kafkajs itself would, even after `disconnect`, connect again and go on with the retries of a send. */
export function kafkaSockets(): KafkaSockets {
  const open = new Set<Socket>();
  let isCut = false;
  return {
    open(target) {
      if (isCut) throw new Error('this producer was thrown away');
      const socket = connectTo(target);
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      return socket.setKeepAlive(true, keepAliveMs);
    },
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy(new Error('this producer was thrown away'));
    },
  };
}

/** Connects like kafkajs's own factory: a name goes into the TLS handshake, an address does not. */
function connectTo({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket {
  if (!ssl) return connectPlain({ host, port }, onConnect);
  const servername = isIP(host) ? {} : { servername: host };
  return connectTls({ host, port, ...servername, ...ssl }, onConnect);
}
