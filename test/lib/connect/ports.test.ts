import { describe, expect, it } from 'vitest';
import { ports, portsOf } from '../../../lib/connect/ports.ts';
import type { Port } from '../../../lib/port/port.ts';
import { parseSettings, settingsShape } from '../../../lib/settings/settings.ts';
import { mailReceipts } from '../../fixtures/orders.ts';

const all: readonly Port[] = ports;
const given = { DIGEST_SECRET: 'a secret of at least thirty-two characters' };

describe('the list of ports', () => {
  it('has no name, list or variable twice, and no variable of the engine’s', () => {
    const variables = all.flatMap(({ settings: { aws, local } }) => [
      ...new Set([...Object.keys(aws.shape), ...Object.keys(local.shape)]),
    ]);
    const names = all.map(({ name }) => name);
    const lists = all.flatMap(({ inspection }) => inspection?.list ?? []);
    for (const listed of [variables, names, lists]) expect(listed).toEqual([...new Set(listed)]);
    expect(variables.filter((variable) => variable in settingsShape.shape)).toEqual([]);
  });

  it('says what each variable is for', () => {
    const shapes = all.flatMap(({ settings: { aws, local } }) => [aws.shape, local.shape]);
    const described = shapes.flatMap((shape) => Object.values(shape).map((variable) => variable.meta()?.description));
    expect(described.filter((text) => !text)).toEqual([]);
  });

  it('names in its permissions only variables that the deployment sets for it', () => {
    for (const { permissions, settings } of all) {
      const templates = permissions.flatMap(({ resources, condition = {} }) => [
        ...resources,
        ...Object.values(condition).flatMap((keys) => Object.values(keys)),
      ]);
      const named = templates.flat().flatMap((part) => (typeof part === 'string' ? [] : [part.variable]));
      expect(named.filter((variable) => !(variable in settings.aws.shape))).toEqual([]);
    }
  });
});

describe('the settings of a port', () => {
  const read = (environment: Record<string, string>) =>
    parseSettings({ ...given, ...environment }, undefined, portsOf(mailReceipts)).ofPorts;

  it('are those of the adapter that is chosen', () => {
    expect(read({ ADAPTERS: 'aws', MAIL_FROM: 'shop@example.com' })).toEqual({
      mail: { MAIL_FROM: 'shop@example.com', MAIL_CONFIGURATION_SET: '' },
    });
    expect(read({ ADAPTERS: 'local', MAIL_KEYS: ' FALSE ' })).toEqual({ mail: { MAIL_KEYS: false } });
    expect(read({ ADAPTERS: 'emulator', MAIL_FROM: 'shop@example.com' })).toEqual({
      mail: { MAIL_FROM: 'shop@example.com', MAIL_CONFIGURATION_SET: '', MAIL_KEYS: true },
    });
  });

  it('are missed together with all others, by a function that has the port', () => {
    const wrong = { ADAPTERS: 'aws', LOG_LEVEL: 'loud' };
    expect(() => read(wrong)).toThrow(/LOG_LEVEL: .*MAIL_FROM: /);
    expect(parseSettings({ ...given, ADAPTERS: 'aws' }).ofPorts).toEqual({});
  });
});
