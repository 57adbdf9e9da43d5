/** A log line for people: the time, who says it, and what, in one line; a failure's sentence and stack trace below it. */
import { styleText } from 'node:util';
import { visible } from '../text/shown.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Record<string, unknown>;

export interface LogLine {
  nowMs: number;
  level: Level;
  message: string;
  fields: LogFields;
}

type Style = Parameters<typeof styleText>[0];

/** Names of functions are padded to this width. */
const NAME_WIDTH = 22;
/** Fields that stand elsewhere in the line, or that only a machine follows up: the JSON format has all. */
const left = new Set(['function', 'error', 'stack', 'requestId', 'traceId', 'errorClass']);

const sentences: Readonly<Record<string, (fields: LogFields) => string>> = {
  'batch.settled': ({ first, records: _, durationMs, error: __, ...counts }) =>
    `${countsText(counts)}  ${time(durationMs)}  ${first ?? ''}`,
  'record.settled': ({ topic, partition, offset, type, outcome, errorCode, reason, durationMs }) =>
    join([`${topic}-${partition}@${offset}`, type, outcomeText(outcome, 1), errorCode, reason, time(durationMs)]),
  'request.answered': ({ method, path, status, durationMs, errorCode }) =>
    join([method, path, status, errorCode, time(durationMs)]),
};

export function textLine({ nowMs, level, message, fields }: LogLine, isColoured: boolean): string {
  const paint = (style: Style, text: string) => (isColoured ? styleText(style, text, { validateStream: false }) : text);
  const said = sentences[message]?.(fields) ?? join([message, ...pairs(fields)]);
  const name = String(fields['function'] ?? '').padEnd(NAME_WIDTH);
  const clock = paint('dim', new Date(nowMs).toISOString().slice(11, 23));
  const line = `${clock} ${paint(styles[level], level.padEnd(5))} ${paint('cyan', visible(name))} ${visible(said)}`;
  const style = level === 'info' ? 'dim' : styles[level];
  return [line, ...below(fields).map((each) => paint(style, each))].join('\n');
}

const styles: Readonly<Record<Level, Style>> = { debug: 'dim', info: 'green', warn: 'yellow', error: 'red' };

/** The sentence of a failure and the lines of its stack trace. */
function below({ error, stack }: LogFields): string[] {
  const sentence = typeof error === 'string' ? error.split('\n').map(visible) : [];
  const lines = typeof stack === 'string' ? stack.split('\n').map(visible) : [];
  return [...sentence, ...lines.map((line) => `  ${line}`)].map((line) => `    ${line}`);
}

function pairs(fields: LogFields): string[] {
  const shown = Object.entries(fields).filter(
    ([name, value]) => !left.has(name) && value !== undefined && value !== null,
  );
  return shown.map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
}

const plurals: Readonly<Record<string, readonly [one: string, many: string]>> = {
  duplicate: ['duplicate', 'duplicates'],
  'dead-letter': ['dead letter', 'dead letters'],
  'handed-back': ['handed back', 'handed back'],
};

function outcomeText(outcome: unknown, count: number): string {
  const [one, many] = plurals[String(outcome)] ?? [String(outcome), String(outcome)];
  return count === 1 ? one : many;
}

function countsText(counts: LogFields): string {
  const own = Object.entries(counts).filter(([, count]) => typeof count === 'number');
  return own.map(([outcome, count]) => `${count} ${outcomeText(outcome, Number(count))}`).join(', ') || 'no records';
}

function time(durationMs: unknown): string {
  const ms = Number(durationMs);
  return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;
}

function join(parts: readonly unknown[]): string {
  return parts.filter((part) => part !== undefined && part !== null && part !== '').join(' ');
}
