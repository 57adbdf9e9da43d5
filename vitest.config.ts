import { defineConfig } from 'vitest/config';
import { findRealTests } from './test/check/findRealTests.ts';
import { readSources } from './test/check/sources.ts';

const FAST_ROOMS = /^test\/(lib|domain|events|functions)\/.*\.test\.ts$/;

const sources = readSources(import.meta.dirname);
/** Found by what they import, so that nobody keeps a list. */
const realTests = findRealTests(sources);
/** On SQLite and scripted answers alone. */
const fastTests = sources.map(({ path }) => path).filter((path) => FAST_ROOMS.test(path) && !realTests.includes(path));

export default defineConfig({
  test: {
    // Processes, not threads: tests start brokers, send signals and stub the environment. Two, because CI has two cores.
    pool: 'forks',
    maxWorkers: 2,
    // Limits against hanging, not measures of speed: a loaded machine took more than 20 s for what takes 4 s alone.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
    unstubEnvs: true,
    restoreMocks: true,
    projects: [
      // Files do not share a process: a run that a test leaves behind on purpose would report into another file's test.
      { extends: true, test: { name: 'fast', include: fastTests } },
      {
        extends: true,
        test: { name: 'real', include: ['test/**/*.test.ts'], exclude: fastTests, globalSetup: ['test/real/parts.ts'] },
      },
    ],
  },
});
