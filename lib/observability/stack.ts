/** The stack trace of what our own code threw, for its author: in terms of the sources, without Node's own frames, bounded. */
import { Fault } from '../errors/fault.ts';
import { cutText, shown } from '../text/shown.ts';
import { redact } from './log.ts';
import { sourceOf } from './sourceMaps.ts';

export interface Stack {
  /** A line a frame. */
  text: string;
  /** `functions/consumers/postAccounting/postAccounting.ts:41`: where our own code threw; undefined where no frame is ours. */
  place: string | undefined;
}

interface Frame {
  text: string;
  path: string;
  line: number;
}

const MAX_FRAMES = 10;
const MAX_CAUSES = 2;
const FRAMES_OF_A_CAUSE = 4;
/** In characters, of a file's path and of a function's name. */
const LONGEST_PATH = 150;
const LONGEST_NAME = 80;
/** In bytes, of the message of a cause. */
const MAX_MESSAGE_BYTES = 300;
/** In bytes: a header and a log line hold no more. */
const MAX_SENTENCE_BYTES = 1024;
/** No stack is longer, in characters: a stranger who writes frames into a message gains nothing. */
export const MAX_STACK = 4_000;

/** undefined where nothing was thrown but a Fault: its code and message say what there is to say. */
export function stackOf(fault: Fault): Stack | undefined {
  const thrown = thrownBehind(fault);
  if (!thrown) return undefined;
  const frames = framesOf(thrown, MAX_FRAMES);
  const lines = [...frames.map(({ text }) => text), ...linesOfCauses(thrown)];
  return { text: cutText(lines.join('\n'), MAX_STACK), place: placeIn(frames) };
}

/** The fault's message, redacted, at most 1 KB; at its end the place where our own code threw. */
export function sentenceOf(fault: Fault, place = stackOf(fault)?.place): string {
  const where = place === undefined ? '' : ` (${place})`;
  return redact(fault.message, MAX_SENTENCE_BYTES - Buffer.byteLength(where)) + where;
}

/** The error that nobody classified: a bug, or whatever else our own code or a library threw. */
function thrownBehind({ code, cause }: Fault): Error | undefined {
  if (cause instanceof Fault) return thrownBehind(cause);
  const isUnclassified = code === 'PROGRAMMER_ERROR' || code === 'UNKNOWN';
  return isUnclassified && cause instanceof Error ? cause : undefined;
}

function linesOfCauses({ cause }: Error): string[] {
  const lines: string[] = [];
  let next = cause;
  for (let n = 0; n < MAX_CAUSES && next instanceof Error; n += 1) {
    lines.push(`caused by ${redact(messageOf(next), MAX_MESSAGE_BYTES)}`);
    lines.push(...framesOf(next, FRAMES_OF_A_CAUSE).map(({ text }) => text));
    next = next.cause;
  }
  return lines;
}

function messageOf({ name, message }: Error): string {
  return `${name}: ${message}`.replaceAll('\n', ' ');
}

/** Where the fault is to be mended: the uppermost frame of ours, or what called it where that is the engine. */
function placeIn(frames: readonly Frame[]): string | undefined {
  const own = frames.filter(({ path }) => !path.includes('node_modules/'));
  const [first] = own;
  const found = first?.path.startsWith('lib/') ? (own.find(({ path }) => AUTHORS.test(path)) ?? first) : first;
  return found && `${found.path}:${found.line}`;
}

const AUTHORS = /^(?:functions|domain|events)\//;

function framesOf(error: Error, most: number): Frame[] {
  const frames: Frame[] = [];
  for (const line of linesBehindMessage(error)) {
    const frame = frames.length < most ? frameIn(line.trim()) : undefined;
    if (frame) frames.push(frame);
  }
  const last = frames.findLastIndex(({ path }) => !ENGINE.test(path));
  return last < 0 ? frames : frames.slice(0, last + 2);
}

/** The engine calls our functions: its first frame says from where, and further ones help nobody. */
const ENGINE = /^(?:lib|local)\//;

/** The message stands before the frames, may have lines of its own, and is anyone's. */
function linesBehindMessage(error: Error): string[] {
  const { message, stack } = textsOf(error);
  if (typeof stack !== 'string') return [];
  const said = typeof message === 'string' ? message : '';
  const at = stack.indexOf(said);
  const behind = at < 0 ? stack : stack.slice(at + said.length);
  return behind.slice(0, LONGEST_SEARCHED).split('\n');
}

/** Anything can be thrown, also what throws when it is looked at. */
function textsOf(error: Error): { message?: unknown; stack?: unknown } {
  try {
    return { message: error.message, stack: error.stack };
  } catch {
    return {};
  }
}

/** In characters: ten frames are a few thousand. */
const LONGEST_SEARCHED = 20_000;

/** `at decide (file:///…/postAccounting.ts:41:9)`, `at async file:///…:41:9`. Others name no file that somebody could open. */
function frameIn(line: string): Frame | undefined {
  if (!line.startsWith('at ')) return undefined;
  const open = line.endsWith(')') ? line.lastIndexOf('(') : -1;
  const name = open < 0 ? '' : line.slice(3, open).trim();
  const where = open < 0 ? line.slice(line.startsWith('at async ') ? 9 : 3) : line.slice(open + 1, -1);
  const [column, row, ...file] = where.split(':').reverse();
  const [at, from] = [Number(column), Number(row)];
  const path = file.reverse().join(':');
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(from) || path === '' || path.startsWith('node:'))
    return undefined;
  const place = sourceOf(path, from, at);
  const shownPlace = `${shown(place.path, LONGEST_PATH)}:${place.line}:${place.column}`;
  const text = name === '' ? `at ${shownPlace}` : `at ${redact(cutText(name, LONGEST_NAME))} (${shownPlace})`;
  return { text, path: place.path, line: place.line };
}
