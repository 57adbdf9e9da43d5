/** A thread of clients: each sends the next request when its last one is answered, over a connection that stays open. */
import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

export interface Load {
  url: string;
  headers: Record<string, string>;
  body: string;
  requests: number;
  connections: number;
}

export interface LoadFigures {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  failed: number;
}

const WARM_UP = 500;
const { url, headers: given, body, requests, connections } = workerData as Load;
const agent = new Agent({ keepAlive: true, maxSockets: connections });

await run(WARM_UP);
const startedMs = performance.now();
const answers = await run(requests);
const seconds = (performance.now() - startedMs) / 1_000;
const sorted = answers.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
const at = (share: number) => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
const failed = answers.filter(({ status }) => status !== 201).length;
const figures: LoadFigures = { perSecond: Math.round(requests / seconds), p50Ms: at(0.5), p99Ms: at(0.99), failed };
parentPort?.postMessage(figures);
agent.destroy();

async function run(count: number): Promise<{ status: number; tookMs: number }[]> {
  const taken: { status: number; tookMs: number }[] = [];
  let left = count;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      taken.push(await post());
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  return taken;
}

function post(): Promise<{ status: number; tookMs: number }> {
  const sentMs = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { ...given, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve({ status: response.statusCode ?? 0, tookMs: performance.now() - sentMs }));
    });
    sending.once('error', reject);
    sending.end(body);
  });
}
