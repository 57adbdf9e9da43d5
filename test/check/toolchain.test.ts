import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

type Locked = { optionalDependencies?: Record<string, string>; resolved?: string };
const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const places = Object.keys(lock.packages);

// Node comes from the pinned package `node`; installed without scripts, the machine's own would answer unnoticed.
it('runs on the Node that Lambda runs', () => {
  expect(process.version).toMatch(/^v24\./);
});

// Another machine needs the binaries of another platform: a hole here makes `npm ci` fail there, not here.
it('locks every optional dependency of every package', () => {
  const optional = Object.values(lock.packages).flatMap((locked) => Object.keys(locked.optionalDependencies ?? {}));
  const holes = optional.filter((name) => !places.some((place) => place.endsWith(`node_modules/${name}`)));
  expect(holes).toEqual([]);
});

it('locks no download address, so that any registry can serve', () => {
  const addressed = places.filter((place) => lock.packages[place]?.resolved !== undefined);
  expect(addressed).toEqual([]);
});
