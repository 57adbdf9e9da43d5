import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { environment } from '../../deploy/environment.ts';
import { ownDefaults, ownParameters } from '../../deploy/ownSettings.ts';
import { jobConfig } from '../../lib/declare/jobConfig.ts';
import { every } from '../../lib/declare/schedule.ts';
import { buy, shopOf } from './shop.ts';

const job = (name: string, settings: z.ZodObject) => ({
  ...jobConfig({ name, schedule: every(1), uses: [], timeoutSeconds: 60 }),
  settings,
});
const parametersOf = (shape: z.ZodRawShape) => ownParameters(shopOf(job('tidyUp', z.object(shape))));
const list = z.string().transform((text) => text.split(',').filter((part) => part !== ''));

describe('a setting of a function', () => {
  it.each<[string, z.ZodType, object]>([
    [
      'a whole number with its bounds',
      z.coerce.number().int().min(0).max(10_000).default(0).describe('our fee'),
      { Type: 'Number', MinValue: 0, MaxValue: 10_000, Description: 'our fee', Default: '0' },
    ],
    ['a number without any', z.coerce.number().int().default(7), { Type: 'Number', Description: '', Default: '7' }],
    ['a list', list.default(['DE', 'FR']), { Type: 'String', Description: '', Default: 'DE,FR' }],
    ['an empty list', list.default([]), { Type: 'String', Description: '', Default: '' }],
    [
      'a text of a form',
      z
        .string()
        .regex(/^[a-z]*$/)
        .default(''),
      { Type: 'String', AllowedPattern: '^[a-z]*$', Description: '', Default: '' },
    ],
    ['a form of a part', z.string().regex(/b/).default('abc'), { Type: 'String', Description: '', Default: 'abc' }],
    [
      'one of some words',
      z.enum(['on', 'off']).default('off'),
      { Type: 'String', AllowedValues: ['on', 'off'], Description: '', Default: 'off' },
    ],
    ['one that a stage must set', z.string().min(1), { Type: 'String', AllowedPattern: '^.+$', Description: '' }],
  ])('becomes a parameter: %s', (_, schema, expected) => {
    expect(parametersOf({ CART_LIMIT_DAYS: schema })).toEqual({ CartLimitDays: expected });
  });

  it('is set in the environment of the functions that declare it, and of no other', () => {
    const tidyUp = job('tidyUp', z.object({ CART_DAYS: z.coerce.number().default(3) }));
    expect(environment(tidyUp, shopOf(tidyUp, buy))).toMatchObject({ CART_DAYS: { Ref: 'CartDays' } });
    expect(environment(buy, shopOf(tidyUp, buy))).not.toHaveProperty('CART_DAYS');
    expect(ownDefaults(tidyUp)).toEqual({ CART_DAYS: '3' });
  });

  it('is one parameter for all functions that share it, and refused where they mean different things', () => {
    const days = (usual: number) => z.object({ CART_DAYS: z.coerce.number().default(usual) });
    expect(ownParameters(shopOf(job('one', days(3)), job('two', days(3))))).toEqual({
      CartDays: { Type: 'Number', Description: '', Default: '3' },
    });
    expect(() => ownParameters(shopOf(job('one', days(3)), job('two', days(4))))).toThrow(
      'two declares the setting CART_DAYS otherwise than another function does',
    );
  });

  it.each<[string, z.ZodRawShape, string]>([
    [
      'the engine has it',
      { BUCKET: z.string().default('') },
      'tidyUp declares the setting BUCKET, which is one of the',
    ],
    ['a parameter has its name', { SUBNET_IDS: z.string().default('') }, 'SUBNET_IDS, which is one of the engine’s'],
    [
      'empty is something else than absent',
      { CART_KIND: z.string().min(3).optional() },
      'read from "" as something else',
    ],
    ['its default reads otherwise', { CART_KINDS: list.default(['a,b', '']) }, 'read from "a,b," as something else'],
    ['osls could not quote it', { CART_NAME: z.string().default("Jane's") }, "whose default Jane's holds one of"],
  ])('is refused where %s', (_, shape, message) => {
    expect(() => parametersOf(shape)).toThrow(message.replace('’', "'"));
  });
});
