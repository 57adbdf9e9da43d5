/** Passes the functions' output on to the stack's own log. */
import { stripVTControlCharacters } from 'node:util';
import type { Log } from '../../lib/observability/log.ts';

/** Matches lines of our own log, in the form for machines or for people, and what stands below one. */
const logLine = /^(\{"time":"|\d\d:\d\d:\d\d\.\d{3} (debug|info|warn|error) | {4}\S| {6}at )/;

/** Lines of a function's log pass as they are; all else it prints becomes a line that names it. */
export function printer(functionName: string, log: Log, write = toStderr): (line: string) => void {
  return (line) => {
    if (logLine.test(stripVTControlCharacters(line))) write(line);
    else if (line.trim() !== '') log.info('function.printed', { function: functionName, line });
  };
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
