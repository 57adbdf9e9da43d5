import { defineConfig } from 'vitest/config';

/**
 * The tests that say what the engine does with a record: without real parts, with a few seeds of the simulation, and
 * without those of the collector that take seconds, for a mutant that no test notices costs a run of them all.
 */
export default defineConfig({
  test: {
    include: [
      'test/lib/{batch,collecting,consumer,crashGuard,decisions,deliveries,failures,outcomes,reading,tables}/**/*.test.ts',
      'test/simulation/*.test.ts',
    ],
    exclude: ['test/lib/collecting/crash*.test.ts', 'test/lib/collecting/splitting.test.ts'],
    env: { SEEDS: '40' },
    isolate: false,
    testTimeout: 5_000,
    unstubEnvs: true,
    restoreMocks: true,
  },
});
