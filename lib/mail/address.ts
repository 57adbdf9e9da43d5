/**
 * An e-mail address is, everywhere in the project, a mailbox that mail can be sent to. The local part is made of
 * RFC 5321's atoms, the domain of labels; those of other scripts are sent in punycode (RFC 5891). No quoted local parts
 * and no address literals, which nobody is reached by, and no local part beyond ASCII, which SES does not send to:
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Destination.html
 */
import { domainToASCII, domainToUnicode } from 'node:url';
import * as z from 'zod';

/** Octets: RFC 5321 §4.5.3.1, where a path is an address in angle brackets. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;

const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
/** A domain as people write it: a URL's host could hold more than that. */
const WRITTEN_DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;
const LABEL = /^[a-z0-9-]{1,63}$/;
/** No number, for `1.2.3.4` is no name. */
const TOP_LABEL = /^[a-z][a-z0-9-]+$/;

/** The address as it is sent to: its domain in ASCII and lower case. undefined: it is none. */
export function asciiAddress(text: string): string | undefined {
  const address = text.trim();
  if (address.length > MAX_ADDRESS) return undefined;
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = asciiDomain(address.slice(at + 1));
  if (local.length > MAX_LOCAL || !LOCAL.test(local) || domain === undefined) return undefined;
  const ascii = `${local}@${domain}`;
  return ascii.length > MAX_ADDRESS ? undefined : ascii;
}

function isEmailAddress(text: string): boolean {
  return asciiAddress(text) !== undefined;
}

/**
 * One text for all spellings of one mailbox, as far as that can be told without asking its host. What is no address is
 * told apart by its letters.
 */
export function normaliseAddress(text: string): string {
  return (asciiAddress(text) ?? text.trim().normalize('NFC')).toLowerCase();
}

/** The schema for addresses that we write: blanks around one, which foreign forms leave there, are no part of it. */
export const emailAddress = z.string().trim().refine(isEmailAddress, 'expected an e-mail address: name@domain');

/** The schema for addresses that we read: an unusable one, or a value that is no text, is as good as none. */
export const heardAddress = emailAddress.optional().catch(undefined);

function asciiDomain(written: string): string | undefined {
  if (!WRITTEN_DOMAIN.test(written)) return undefined;
  const domain = domainToASCII(written);
  // Punycode that stands for nothing is left as it is.
  if (domainToUnicode(domain).includes('xn--')) return undefined;
  const labels = domain.split('.');
  const isRight = labels.every((label) => LABEL.test(label) && !label.startsWith('-') && !label.endsWith('-'));
  return isRight && labels.length > 1 && TOP_LABEL.test(labels.at(-1) ?? '') ? domain : undefined;
}
