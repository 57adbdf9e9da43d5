/** Structured log lines: one JSON object a line on stderr, or short readable ones for a terminal. */
import type { Clock } from '../clock/clock.ts';
import { cutBytes, shown } from '../text/shown.ts';
import { type Level, type LogFields, type LogLine, textLine } from './textLine.ts';

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
  /** `colour` is text in colours. */
  format: 'json' | 'text' | 'colour';
  now: Clock;
}

export function createLog(settings: LogSettings, base: LogFields = {}, write = toStderr): Log {
  const threshold = settings.level === 'silent' ? Number.POSITIVE_INFINITY : severity[settings.level];
  const at =
    (level: Level) =>
    (message: string, fields: LogFields = {}) => {
      if (severity[level] < threshold) return;
      write(lineOf({ nowMs: settings.now(), level, message, fields: discreet({ ...base, ...fields }) }, settings));
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

function lineOf(line: LogLine, { format }: LogSettings): string {
  if (format !== 'json') return textLine(line, format === 'colour');
  const { nowMs, level, message, fields } = line;
  return JSON.stringify({ time: new Date(nowMs).toISOString(), level, message, ...fields });
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
