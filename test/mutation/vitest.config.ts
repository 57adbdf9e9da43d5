import { defineConfig } from 'vitest/config';

/**
 * The tests that say what the engine does with a record: without real parts, with a few seeds of the simulation, and
 * without those of the collector that take seconds, for a mutant that no test notices costs a run of them all.
 */
export default defineConfig({
  test: {
    include: [
      'test/lib/consumer/**/*.test.ts',
      'test/lib/collector/**/*.test.ts',
      'test/simulation/simulation.test.ts',
    ],
    exclude: ['test/lib/collector/crash*.test.ts', 'test/lib/collector/splitting.test.ts'],
    env: { SEEDS: '40' },
    isolate: false,
    testTimeout: 5_000,
    unstubEnvs: true,
    restoreMocks: true,
  },
});
