/** The only file that reads `process.env`. */
import { parseSettings, type Settings } from './settings.ts';

export function readSettings(): Settings {
  return parseSettings(process.env);
}
