/** The only file that reads `process.env`. */
import type * as z from 'zod';
import type { Port } from '../port/port.ts';
import { type Parsed, parseSettings, parseSome } from './settings.ts';

/** The settings every function has, its own, and those of its ports. Fault SETTINGS_INVALID names all that is wrong. */
export function readSettings(own?: z.ZodType, ports: readonly Port[] = []): Parsed {
  return parseSettings(process.env, own, ports);
}

/** Reads the settings of a program that is no function: only those that it asks for. Fault SETTINGS_INVALID. */
export function readOnly<Shape extends z.ZodObject>(shape: Shape): z.output<Shape> {
  return parseSome(shape, process.env);
}
