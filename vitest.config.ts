import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/real/parts.ts'],
    // Processes, not threads: tests start brokers, send signals and stub the environment. Two, because CI has two cores.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    reporters: ['default'],
    unstubEnvs: true,
    restoreMocks: true,
  },
});
