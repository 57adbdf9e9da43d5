import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it, vi } from 'vitest';
import { defaultKnobs } from '../../../local/trigger/knobs.ts';
import { startExample } from './example.ts';
import { eventually, givenTrigger } from './givenTrigger.ts';
import { inOrder, itemFailures } from './records.ts';
import { listedKnobs, listedRules, readmeText, sourceOf, testNames } from './rules.ts';

it('has every rule of the README tested, and every test in the README', () => {
  expect(listedRules()).toEqual(testNames());
});

it('has every knob in the README, and no other', () => {
  expect(listedKnobs()).toEqual(Object.keys(defaultKnobs));
});

it('cites an AWS page in each file of rules', () => {
  const own = ['chaos.test.ts'];
  const files = Object.keys(testNames()).filter((file) => !own.includes(file));
  expect(files.length).toBeGreaterThan(15);
  expect(files.filter((file) => !sourceOf(file).includes('https://docs.aws.amazon.com/lambda/latest/'))).toEqual([]);
});

it('has an example in the README that runs', async () => {
  const source = sourceOf('example.ts');
  expect(readmeText()).toContain(source.slice(source.indexOf('export function')));
  const { broker } = await givenTrigger();
  const told = vi.spyOn(console, 'info').mockReturnValue();
  const handled: string[] = [];
  const letters: string[] = [];
  const trigger = startExample(
    broker,
    ({ records }) => {
      handled.push(...Object.keys(records));
      return Promise.resolve(itemFailures(['orders-0', 0]));
    },
    async (_, body) => letters.push(body),
  );
  await broker.publish(inOrder('a'));
  await eventually(
    () => letters.length,
    (count) => count === 1,
  );
  await trigger.stop();
  expect([handled, letters.length, told.mock.calls.length]).toEqual([['orders-0', 'orders-0', 'orders-0'], 1, 3]);
});

it('imports nothing of this project but a clock, records, their MSK encoding and the broker’s port', () => {
  const folder = join(import.meta.dirname, '../../../local/trigger');
  const files = globSync('**/*.ts', { cwd: folder });
  const imports = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) =>
      relative(folder, join(folder, dirname(file), path)),
    ),
  );
  const outside = new Set(imports.filter((path) => path.startsWith('..')));
  expect([...outside].sort()).toEqual([
    '../../lib/clock/clock.ts',
    '../../lib/kafka/record.ts',
    '../../lib/msk/mskEvent.ts',
    '../broker/broker.ts',
  ]);
});
