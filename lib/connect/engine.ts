/** Everything a function works with: its connections, settings, clock and log. Opened once, at cold start. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Surroundings } from '../commit/commit.ts';
import type { Log } from '../observability/log.ts';
import type { Outlet } from '../outbox/drain.ts';
import type { Settings } from '../settings/settings.ts';
import type { Connections } from './connect.ts';

export interface Engine {
  /** The function's name. */
  function: string;
  settings: Settings;
  connections: Connections;
  log: Log;
  /** Epoch milliseconds. */
  now(): number;
  newId(): string;
  /** 0 to 1. */
  random(): number;
  sleep(ms: number): Promise<void>;
}

export function createEngine(name: string, settings: Settings, connections: Connections, log: Log): Engine {
  return {
    function: name,
    settings,
    connections,
    log,
    now: Date.now,
    newId: randomUUID,
    random: Math.random,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

export function surroundingsOf(engine: Engine): Surroundings {
  return {
    nowMs: engine.now(),
    newId: engine.newId,
    random: engine.random,
    digest: (text) => createHmac('sha256', engine.settings.DIGEST_SECRET).update(text).digest('base64url'),
  };
}

export function outletOf(engine: Engine): Outlet {
  const { store, objects, producer } = engine.connections;
  return { function: engine.function, store, objects, producer, log: engine.log };
}
