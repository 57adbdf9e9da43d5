import { expect, it } from 'vitest';
import * as z from 'zod';
import { parseSafely } from '../../../lib/schema/parseSafely.ts';

const named = z.object({ name: z.string().min(1) });

it.each<[string, unknown]>([
  ['a list of what has no text', { length: [{ toString: 1 }] }],
  ['an object without text or value', { length: { toString: null, valueOf: 7 } }],
])('data with a length that is %s does not fit, and is no error', (_, name) => {
  expect(() => named.safeParse({ name })).toThrow(TypeError);
  expect(parseSafely(named, { name })).toMatchObject({
    success: false,
    issues: [{ path: [], message: 'holds a length that is no number' }],
  });
});

it('is as safeParse for all else', () => {
  expect(parseSafely(named, { name: 'a' })).toEqual({ success: true, data: { name: 'a' } });
  expect(parseSafely(named, { name: 7 })).toMatchObject({ success: false, issues: [{ path: ['name'] }] });
});

it('throws what a schema of ours throws', () => {
  const broken = z.string().refine(() => {
    throw new TypeError('in this test');
  });
  expect(() => parseSafely(broken, 'a')).toThrow('in this test');
});
