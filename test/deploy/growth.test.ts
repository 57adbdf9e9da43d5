import { expect, it } from 'vitest';
import { alarmsTemplate } from '../../deploy/alarms/alarmsStack.ts';
import { dataTemplate } from '../../deploy/dataStack.ts';
import { declaredApplication } from '../../deploy/declaredApplication.ts';
import type { FunctionConfig } from '../../deploy/declaredFunctions.ts';
import { mappings } from '../../deploy/mappings.ts';
import { roles } from '../../deploy/roles.ts';
import { resourceCount } from './resourceCount.ts';

/** The project at 60 functions: today's again and again under other names, in the same proportions. */
async function grown() {
  const { functions, ...application } = await declaredApplication('production');
  const copies = Array.from({ length: 60 }, (_, at) => {
    const declared = functions[at % functions.length] ?? functions[0];
    if (!declared) throw new Error('expected a function');
    const name = `${declared.config.name}${Math.floor(at / functions.length) || ''}`;
    return { ...declared, config: { ...declared.config, name } as FunctionConfig };
  });
  return { ...application, functions: copies };
}

/** CloudFormation takes 500; what remains is room for what nobody thinks of today. */
it('roles and mappings of 60 functions leave half of the megabyte that a template may have', async () => {
  const application = await grown();
  const made = [...roles(application), ...mappings(application)];
  expect(JSON.stringify(made).length).toBeLessThan(600_000);
});

it('alarms of 60 functions with 90 mappings, all with pollers of their own, have a stack of fewer than 400', async () => {
  const application = await grown();
  const mapped = Array.from({ length: 90 }, (_, at) => [`Mapping${at}`, `uuid-${at}`]);
  const { Resources } = alarmsTemplate(application, { api: 'a1', mappings: Object.fromEntries(mapped) });
  expect(Object.keys(Resources).length).toBeGreaterThan(60 + 60 * 2 + 90);
  expect(Object.keys(Resources).length).toBeLessThan(400);
});

it('an application of 60 functions and 90 mappings has fewer than 400 resources in a stack', async () => {
  const application = await grown();
  expect(application.functions).toHaveLength(60);
  const missingMappings = 90 - mappings(application).length;
  expect(resourceCount(application) + Math.max(0, missingMappings)).toBeLessThan(400);
  const today = await declaredApplication('production');
  const kept = Object.keys(dataTemplate(today, () => true).Resources).length;
  expect((kept * 60) / today.functions.length).toBeLessThan(400);
});
