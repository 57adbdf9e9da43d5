/** Base64 to text through one piece of memory, so that no record costs a buffer of its own. */
import { Fault } from '../errors/fault.ts';

export interface Base64Reader {
  /** The bytes as UTF-8 text; undefined where they are none, or where that is not plain to see. Fault BAD_RECORD. */
  utf8Text(base64: string, name: string): string | undefined;
}

/** The character that replaces broken bytes, and may also stand for itself; and a byte order mark, which is not part of the text. */
const UNSURE = '\ufffd';
const BYTE_ORDER_MARK = '\ufeff';

export function createBase64Reader(): Base64Reader {
  let memory = Buffer.allocUnsafe(4_096);
  /** Answers how many bytes there are. */
  const decode = (base64: unknown, name: string): number => {
    if (typeof base64 !== 'string') throw new Fault('BAD_RECORD', `${name} is a ${typeof base64}`);
    const bytes = Buffer.byteLength(base64, 'base64');
    if (bytes > memory.length) memory = Buffer.allocUnsafe(2 * bytes);
    if (memory.write(base64, 0, bytes, 'base64') === bytes) return bytes;
    throw new Fault('BAD_RECORD', `${name} is not base64 (${base64.length} characters)`);
  };
  return {
    utf8Text: (base64, name) => {
      const bytes = decode(base64, name);
      const text = memory.toString('utf8', 0, bytes);
      return text.includes(UNSURE) || text.startsWith(BYTE_ORDER_MARK) ? undefined : text;
    },
  };
}
