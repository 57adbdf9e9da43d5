/** Where a stack on a state folder keeps its state, when that is an emulator of AWS: noted for those who work beside it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

const shape = z.object({
  dynamodb: z.url(),
  s3: z.url(),
  region: z.string(),
  tablePrefix: z.string(),
  bucket: z.string(),
});

/** No credentials: an emulator takes any. */
export type EmulatorNote = z.output<typeof shape>;

/** undefined where the last stack on the folder kept its state in files. */
export function readEmulatorNote(file: string): EmulatorNote | undefined {
  return existsSync(file) ? shape.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

export function writeEmulatorNote(file: string, note: EmulatorNote | undefined): void {
  if (note) writeFileSync(file, JSON.stringify(note));
  else rmSync(file, { force: true });
}
