import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../lib/settings/settings.ts';

const given = { DIGEST_SECRET: 'a secret of at least thirty-two characters' };
const memoryOf = (more: Record<string, string>) => parseSettings({ ...given, ...more }).settings.PASSWORD_MEMORY_KIB;

describe('the memory that hashing a password takes', () => {
  it('is OWASP’s 19 MiB, which AWS may raise', () => {
    expect(memoryOf({ ADAPTERS: 'aws' })).toBe(19_456);
    expect(memoryOf({ ADAPTERS: 'aws', PASSWORD_MEMORY_KIB: '47104' })).toBe(47_104);
  });

  it('may be less for local adapters only', () => {
    expect(memoryOf({ ADAPTERS: 'local', PASSWORD_MEMORY_KIB: '8' })).toBe(8);
    expect(memoryOf({ ADAPTERS: 'emulator', PASSWORD_MEMORY_KIB: '19455' })).toBe(19_455);
    for (const cheap of ['8', '19455'])
      expect(() => memoryOf({ ADAPTERS: 'aws', PASSWORD_MEMORY_KIB: cheap })).toThrow(
        `PASSWORD_MEMORY_KIB: expected 19456 or more with ADAPTERS=aws, came ${cheap}`,
      );
  });

  it.each(['0', '7', '-1', '19456.5', 'much', '1048577'])('is no %s', (text) => {
    expect(() => memoryOf({ ADAPTERS: 'local', PASSWORD_MEMORY_KIB: text })).toThrow(/ PASSWORD_MEMORY_KIB: /);
  });
});
