/** The addresses of an e-mail as a provider takes them, the same for every provider: what one refuses, all refuse. */
import { Fault } from '../errors/fault.ts';
import { shapeOf } from '../observability/shape.ts';
import { asciiAddress } from './address.ts';
import type { Email } from './mail.ts';

/** SES takes no domain but in ASCII. Fault ADDRESS_REFUSED. */
export function recipientsOf({ to }: Email): string[] {
  return to.map((address) => {
    const ascii = asciiAddress(address);
    if (ascii === undefined) throw new Fault('ADDRESS_REFUSED', `expected name@domain, came ${shapeOf(address)}`);
    return ascii;
  });
}
