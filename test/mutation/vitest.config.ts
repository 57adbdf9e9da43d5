import { defineConfig } from 'vitest/config';

/** The tests that say what the engine does with a record; without real parts, and with a small part of the simulation. */
export default defineConfig({
  test: {
    include: [
      'test/lib/consumer/**/*.test.ts',
      'test/lib/collector/**/*.test.ts',
      'test/lib/msk/awsEvents.test.ts',
      'test/simulation/simulation.test.ts',
    ],
    exclude: ['test/lib/collector/crash*.test.ts', 'test/lib/collector/splitting.test.ts'],
    env: { SEEDS: '40' },
    isolate: false,
    testTimeout: 10_000,
    unstubEnvs: true,
    restoreMocks: true,
  },
});
