/** Values, texts and bytes that nobody expects where they come. */
import type { Random } from '../simulation/random.ts';

type Make = (random: Random) => unknown;

export function oneOf<T>(choices: readonly T[], random: Random): T {
  return choices[random.between(0, choices.length - 1)] as T;
}

const halves = ['\ud800', 'a\udc00', '\ud83d\ud83d', 'x\udfff\ud800y'];
const signs = ['<', '/', '@', '.', '"', '\\', '😀', '漢', '\u0000', '\u202e', 'é', ' ', '%', '#', 'a@', '0', '{', '='];
const paths = [
  '..',
  '.',
  '../../../etc/passwd',
  'a//b',
  'C:\\',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '',
];
const times: readonly unknown[] = [
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-11-21T08:00:00.123456789+14:00',
  '2026-11-21',
  'now',
  -1,
  1e15,
  253_402_300_800_000,
];
const numbers = [0, -0, -1, 0.1, 1e308, -1e308, 5e-324, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e21, 4_294_967_296];
const others: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  [{}],
  { valueOf: {} },
  { length: 1e9 },
  { toString: 1 },
  { length: [{ toString: 1 }] },
];

/** How long texts are: mostly short, some as long as keys of a store, few as long as a record can be. */
function lengthOf(random: Random): number {
  if (random.chance(0.7)) return random.between(0, 40);
  if (random.chance(0.8)) return random.between(40, 3_000);
  return random.chance(0.9) ? random.between(3_000, 40_000) : random.between(100_000, 900_000);
}

export function textFor(random: Random): string {
  const sign = oneOf(signs, random);
  const text = sign.repeat(Math.ceil(lengthOf(random) / sign.length));
  return random.chance(0.3) ? `${text}${oneOf(signs, random)}x` : text;
}

const brackets = [
  { open: '[', close: ']' },
  { open: '{"a":', close: '}' },
  { open: '[{"":', close: '}]' },
];

/** JSON nested so deep, as text: making it of objects would end the recursion of whoever writes it. */
export function nestedText(random: Random): string {
  const depth = oneOf([20, 33, 64, 65, 200, 20_000], random);
  const { open, close } = oneOf(brackets, random);
  return `${open.repeat(depth)}1${close.repeat(depth)}`;
}

/** Texts that no key of a store can be, or only just. */
export function keyFor(random: Random): string {
  if (random.chance(0.4)) return oneOf(halves, random);
  return oneOf(signs, random).repeat(oneOf([255, 256, 257, 1_000, 1_100, 2_040, 2_048, 2_049, 5_000], random));
}

const makes: readonly Make[] = [
  (random) => oneOf(halves, random),
  (random) => oneOf(paths, random),
  (random) => oneOf(times, random),
  (random) => oneOf(numbers, random),
  (random) => structuredClone(oneOf(others, random)),
  (random) => String(oneOf(numbers, random)),
  (random) => structuredClone(Array.from({ length: random.between(1, 50) }, () => oneOf(others, random))),
  (random) =>
    Object.fromEntries(
      Array.from({ length: random.between(1, 30) }, (_, at) => [textFor(random).slice(0, 90) + at, at]),
    ),
  textFor,
  textFor,
];

export function valueFor(random: Random): unknown {
  return oneOf(makes, random)(random);
}

export function bytesFor(random: Random, length = lengthOf(random)): Uint8Array {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) bytes[at] = at < 2_000 ? random.between(0, 255) : (bytes[at % 2_000] ?? 0);
  return bytes;
}
