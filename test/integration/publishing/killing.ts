/** Proxies that see a request of the HTTP process pass, on its way or its answer on the way back, and kill the process there. */
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';

/** `before`: the request does not arrive. `after`: it does, and its answer does not. */
export type Moment = 'before commit' | 'after commit' | 'before send' | 'after send' | 'before delete' | 'after delete';

export interface Killer {
  /** Where the process finds DynamoDB. */
  dynamo: string;
  /** Where it finds Kafka. */
  kafkaPort: number;
  /** From now on: `kill` is called at that moment, and not a byte passes from then on. Resolves when it came. */
  arm(moment: Moment, kill: () => void): Promise<void>;
  close(): void;
}

interface Striking {
  moment: Moment | null;
  isDead: boolean;
  strike(): void;
}

/** `to` is asked at each connection: a Kafka behind a proxy must know the proxy's port before it starts. */
export async function openKiller(to: { dynamo: string; kafka: () => string }): Promise<Killer> {
  const striking: Striking = { moment: null, isDead: false, strike: () => undefined };
  const dynamo = await dynamoProxy(to.dynamo, striking);
  const kafka = await kafkaProxy(to.kafka, striking);
  return {
    dynamo: `http://127.0.0.1:${portOf(dynamo)}`,
    kafkaPort: portOf(kafka),
    arm: (moment, kill) =>
      new Promise((resolve) => {
        const strike = () => {
          striking.isDead = true;
          kill();
          resolve();
        };
        Object.assign(striking, { moment, isDead: false, strike });
      }),
    close() {
      dynamo.close().closeAllConnections();
      kafka.close();
    },
  };
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** Tells the requests of a registration to DynamoDB apart: one transaction has its events; the rows it sent are removed alone. */
function whatIsAsked(operation: string, body: string): 'commit' | 'delete' | undefined {
  // Counters that throttle go in transactions of their own.
  if (operation === 'TransactWriteItems') return body.includes('outbox') ? 'commit' : undefined;
  return operation === 'BatchExecuteStatement' ? 'delete' : undefined;
}

async function dynamoProxy(target: string, striking: Striking): Promise<HttpServer> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const what = whatIsAsked(String(request.headers['x-amz-target']).split('.')[1] ?? '', body);
    const isMoment = (when: 'before' | 'after') => striking.moment === `${when} ${what}`;
    if (!striking.isDead && isMoment('before')) striking.strike();
    if (striking.isDead) return;
    const headers = Object.entries(request.headers).filter(([name]) => name !== 'host' && name !== 'connection');
    const answer = await fetch(target, { method: 'POST', headers: headers as [string, string][], body });
    const answered = await answer.text();
    if (!striking.isDead && isMoment('after')) striking.strike();
    if (striking.isDead) return;
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(answered);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Kafka's protocol guide, "Common Request and Response Structure": a request's length, then its key; 0 is Produce. */
const isProduce = (chunk: Buffer) => chunk.length > 6 && chunk.readInt16BE(4) === 0;

async function kafkaProxy(target: () => string, striking: Striking): Promise<Server> {
  const server = createTcpServer((client) => {
    const broker = connect(Number(target().split(':')[1]), '127.0.0.1');
    let isSent = false;
    client.on('data', (chunk) => {
      if (!striking.isDead && striking.moment === 'before send' && isProduce(chunk)) striking.strike();
      if (striking.isDead) return;
      isSent ||= isProduce(chunk);
      broker.write(chunk);
    });
    broker.on('data', (chunk) => {
      if (!striking.isDead && striking.moment === 'after send' && isSent) striking.strike();
      if (!striking.isDead) client.write(chunk);
    });
    client.on('close', () => broker.destroy()).on('error', () => broker.destroy());
    broker.on('close', () => client.destroy()).on('error', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
