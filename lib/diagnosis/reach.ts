/** Whether a host can be reached: its name, a connection, and, where it speaks TLS, its certificate. */
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface Place {
  host: string;
  port: number;
  isTls: boolean;
}

const LIMIT_MS = 3_000;

/** Answers the address that took the connection. The Error says which of the three steps failed. */
export async function reach({ host, port, isTls }: Place, limitMs = LIMIT_MS): Promise<string> {
  const { address } = await step('its name does not resolve', lookup(host));
  const options = { host: address, port, timeout: limitMs };
  await step(`no connection to ${address}:${port}`, opened(connectTcp(options), 'connect'));
  if (isTls)
    await step(
      `no TLS with ${address}:${port}`,
      opened(connectTls({ ...options, ...(isIP(host) === 0 && { servername: host }) }), 'secureConnect'),
    );
  return `${address}:${port} answers${isTls ? ' with TLS' : ''}`;
}

async function step<T>(failed: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`${failed} (${code ?? message})`);
  }
}

async function opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once(event, () => resolve());
      socket.once('error', reject);
      socket.once('timeout', () => reject(new Error('time is over')));
    });
  } finally {
    socket.destroy();
  }
}
