/** Structured log lines: one JSON object a line on stderr, or short readable ones for a terminal. */

export type Level = 'debug' | 'info' | 'warn' | 'error';
export type Fields = Record<string, unknown>;

export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /** Whether a line of that level is written at all. */
  isOn(level: Level): boolean;
  /** The same log with these fields on every line. */
  with(fields: Fields): Log;
}

const severity: Record<Level, number> = { debug: 10, info: 20, warn: 30, error: 40 };

export interface LogSettings {
  level: Level | 'silent';
  format: 'json' | 'text';
}

export function createLog(settings: LogSettings, base: Fields = {}, write = toStderr): Log {
  const threshold = settings.level === 'silent' ? Number.POSITIVE_INFINITY : severity[settings.level];
  const line = settings.format === 'json' ? jsonLine : textLine;
  const at =
    (level: Level) =>
    (message: string, fields: Fields = {}) => {
      if (severity[level] >= threshold) write(line(level, message, discreet({ ...base, ...fields })));
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    isOn: (level) => severity[level] >= threshold,
    with: (fields) => createLog(settings, { ...base, ...fields }, write),
  };
}

/** What others said in an error may name an address, as a mail provider's refusal does. */
const prose = ['error', 'because'];

function discreet(fields: Fields): Fields {
  for (const name of prose) {
    const said = fields[name];
    if (typeof said === 'string') fields[name] = withoutAddresses(said);
  }
  return fields;
}

function jsonLine(level: Level, message: string, fields: Fields): string {
  return JSON.stringify({ time: new Date().toISOString(), level, message, ...fields });
}

function textLine(level: Level, message: string, fields: Fields): string {
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  const rest = pairs.map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [new Date().toISOString().slice(11, 23), level.padEnd(5), message, ...rest].join(' ');
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

const address = /[^\s@"'<>]+@[^\s@"'<>]+\.[^\s@"'<>]+/g;
const secretPair = /("?(?:password|token|secret|authorization)"?\s*[:=]\s*)("[^"]*"|\S+)/gi;

/** Text fit for a log line or a header: no addresses, no secrets, at most `maxBytes` bytes. */
export function redact(text: string, maxBytes = 1024): string {
  const clean = withoutAddresses(text).replace(secretPair, '$1[secret]');
  const bytes = Buffer.from(clean);
  return bytes.length <= maxBytes
    ? clean
    : bytes
        .subarray(0, maxBytes)
        .toString('utf8')
        .replace(/\uFFFD+$/, '');
}

function withoutAddresses(text: string): string {
  return text.replace(address, '[address]');
}
