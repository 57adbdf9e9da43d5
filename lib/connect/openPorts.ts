/** Opens the adapters of the ports that a function declares, each behind a breaker; the others refuse every use. */
import type { Clock } from '../clock/clock.ts';
import type { Use } from '../declare/uses.ts';
import type { Log } from '../observability/log.ts';
import type { Breaker, Port } from '../port/port.ts';
import type { OfPorts, Settings } from '../settings/settings.ts';
import { undeclared } from './declared.ts';
import { type PortConnections, ports, portsOf } from './ports.ts';

interface Declared {
  name: string;
  uses: readonly Use[];
}

interface Wiring {
  settings: Settings;
  ofPorts: OfPorts;
  /** The file that stands for the providers outside. */
  outside: string;
  breaker(dependency: string): Breaker;
  log: Log;
  now: Clock;
}

export async function openPorts(declaration: Declared, wiring: Wiring): Promise<PortConnections> {
  const declared = portsOf(declaration).map(async (port) => [port.name, await connected(port, declaration, wiring)]);
  return { ...refusingPorts(declaration.name), ...Object.fromEntries(await Promise.all(declared)) };
}

/** Every port, for a function that declares none: any use is refused. */
export function refusingPorts(functionName: string): PortConnections {
  return Object.fromEntries(ports.map(({ name }) => [name, undeclared(name, functionName)])) as PortConnections;
}

async function connected(port: Port, { name }: Declared, wiring: Wiring): Promise<unknown> {
  const { settings, log, breaker } = wiring;
  const adapter = settings.SHADOW ? port.shadow(log) : await adapterOf(port, name, wiring);
  return port.guard(adapter, breaker(port.name));
}

async function adapterOf(port: Port, name: string, { settings, ofPorts, outside, log, now }: Wiring): Promise<unknown> {
  const opening = { name, log, now, settings: { ...ofPorts[port.name] } };
  if (settings.ADAPTERS === 'aws') return await port.aws(opening);
  const open = (settings.ADAPTERS === 'emulator' && port.emulated?.open) || port.local;
  return await open({ ...opening, outside });
}
