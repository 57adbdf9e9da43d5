/** The only file that reads `process.env`. */
import type * as z from 'zod';
import { parseSettings, parseSome, type Settings } from './settings.ts';

/** The settings every function has, and the function's own. Fault SETTINGS_INVALID names all that is wrong. */
export function readSettings(own?: z.ZodType): { settings: Settings; own: unknown } {
  return parseSettings(process.env, own);
}

/** Reads the settings of a program that is no function: only those that it asks for. Fault SETTINGS_INVALID. */
export function readOnly<Shape extends z.ZodObject>(shape: Shape): z.output<Shape> {
  return parseSome(shape, process.env);
}
