/** Passes the functions' output on to the stack's own log. */
import type { Log } from '../../lib/observability/log.ts';

/** Matches lines of our own log, in the form for machines or for people. */
const logLine = /^(\{"time":"|\d\d:\d\d:\d\d\.\d{3} (debug|info|warn|error) )/;

/** Lines of a function's log pass as they are; all else it prints becomes a line that names it. */
export function printer(functionName: string, log: Log, write = toStderr): (line: string) => void {
  return (line) => {
    if (logLine.test(line)) write(line);
    else if (line.trim() !== '') log.info('function.printed', { function: functionName, line });
  };
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
