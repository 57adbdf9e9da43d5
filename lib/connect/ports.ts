/** Every port of the project. A new one is its folder and a line here. */
import { channel } from '../channel/port.ts';
import type { Use } from '../declare/uses.ts';
import { mail } from '../mail/port.ts';
import type { Port } from '../port/port.ts';
import { sms } from '../sms/port.ts';

export const ports = [mail, sms, channel] as const;

type FaceOf<P extends Port> = Awaited<ReturnType<P['aws']>>;

export type PortConnections = { [P in (typeof ports)[number] as P['name']]: FaceOf<P> };

/** The ports that a config declares. */
export function portsOf({ uses }: { uses: readonly Use[] }): Port[] {
  const declared = new Set(uses.flatMap((use) => (use.kind === 'port' ? [use.name] : [])));
  return ports.filter(({ name }) => declared.has(name));
}
