import { defineConfig } from 'vitest/config';

/** The tests that say what the engine does with a record; without real parts, and with a small part of the simulation. */
export default defineConfig({
  test: {
    include: ['test/lib/consumer/**/*.test.ts', 'test/lib/collector/**/*.test.ts', 'test/lib/msk/awsEvents.test.ts'],
    testTimeout: 20_000,
    unstubEnvs: true,
    restoreMocks: true,
  },
});
