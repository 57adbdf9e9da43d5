/** Who an address belongs to, as far as it tells: IPv4 by itself, of IPv6 the network of 64 bits that one subscriber has. */
import { isIPv6 } from 'node:net';

const GROUPS = 8;
const NETWORK_GROUPS = 4;

/** `2001:db8:0:1::7` → `2001:db8:0:1::/64`; IPv4 that is written as IPv6, and what is no address, stay what they are. */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return address;
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain) ?? [];
  if (mapped !== undefined) return mapped;
  const [before = [], after = []] = plain.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const groups = [...before, ...Array(Math.max(0, GROUPS - before.length - after.length)).fill('0'), ...after];
  const network = groups.slice(0, NETWORK_GROUPS).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
