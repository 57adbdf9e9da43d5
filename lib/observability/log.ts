import type { Clock } from '../clock/clock.ts';
/** Structured log lines: one JSON object a line on stderr, or short readable ones for a terminal. */
import { cutBytes, shown } from '../text/shown.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Record<string, unknown>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Whether a line of that level is written at all. */
  isOn(level: Level): boolean;
  /** The same log with these fields on every line. */
  with(fields: LogFields): Log;
}

const severity: Record<Level, number> = { debug: 10, info: 20, warn: 30, error: 40 };

export interface LogSettings {
  level: Level | 'silent';
  format: 'json' | 'text';
  now: Clock;
}

export function createLog(settings: LogSettings, base: LogFields = {}, write = toStderr): Log {
  const threshold = settings.level === 'silent' ? Number.POSITIVE_INFINITY : severity[settings.level];
  const line = settings.format === 'json' ? jsonLine : textLine;
  const at =
    (level: Level) =>
    (message: string, fields: LogFields = {}) => {
      if (severity[level] >= threshold) write(line(level, message, discreet({ ...base, ...fields }), settings.now));
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

/** Fields that hold others' sentences: they may name an address, as a mail provider's refusal does. */
const prose = ['error', 'because'];
/** The characters of any other text that are shown: an id or a type is a stranger's, and may be of any length. */
const LONGEST_FIELD = 300;
/** Lines that are made here, bounded and redacted: see stack.ts. */
const STACK = 'stack';

function discreet(fields: LogFields): LogFields {
  for (const name in fields) {
    const said = fields[name];
    if (typeof said !== 'string') continue;
    if (prose.includes(name)) fields[name] = withoutAddresses(searchable(said));
    else if (name !== STACK && said.length > LONGEST_FIELD) fields[name] = shown(said, LONGEST_FIELD);
  }
  return fields;
}

function jsonLine(level: Level, message: string, fields: LogFields, now: Clock): string {
  return JSON.stringify({ time: new Date(now()).toISOString(), level, message, ...fields });
}

function textLine(level: Level, message: string, fields: LogFields, now: Clock): string {
  const { [STACK]: stack, ...others } = fields;
  const pairs = Object.entries(others).filter(([, value]) => value !== undefined && value !== null);
  const rest = pairs.map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [new Date(now()).toISOString().slice(11, 23), level.padEnd(5), message, ...rest].join(' ') + indented(stack);
}

/** A stack trace follows its line. */
function indented(stack: unknown): string {
  return typeof stack === 'string' ? `\n${stack}`.replaceAll('\n', '\n    ') : '';
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** An apostrophe inside of it is part of it: o'neil@example.com. */
const word = /[^\s"'<>]+(?:'[^\s"'<>]+)*/g;
const secretPair = /("?(?:password|token|secret|authorization)"?\s*[:=]\s*)("[^"]*"?|\S+)/gi;
const MAX_PROSE_BYTES = 1024;

/** Text fit for a log line or a header: no addresses, no secrets, at most `maxBytes` bytes. */
export function redact(text: string, maxBytes = MAX_PROSE_BYTES): string {
  const clean = withoutAddresses(searchable(text, maxBytes)).replace(secretPair, '$1[secret]');
  // The text that replaces a short address is longer than the address.
  return cutBytes(clean, maxBytes);
}

/** Cut before it is searched, and at the end of a word: half an address is none that could be found. */
function searchable(text: string, maxBytes = MAX_PROSE_BYTES): string {
  const cut = cutBytes(text, maxBytes);
  if (cut.length >= text.length) return cut;
  const end = cut.lastIndexOf(' ');
  return end > 0 ? `${cut.slice(0, end)} …` : cut;
}

function withoutAddresses(text: string): string {
  return text.includes('@') ? text.replace(word, (found) => (hasAddress(found) ? '[address]' : found)) : text;
}

/** `name@host.domain`, anywhere in the word. An expression for it would try every letter as its beginning. */
function hasAddress(text: string): boolean {
  const at = text.indexOf('@');
  const dot = text.indexOf('.', at + 2);
  return at > 0 && dot > 0 && dot < text.length - 1;
}
