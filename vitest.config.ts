import { defineConfig } from 'vitest/config';

/** Vite would load GraphQL's ES module, but Node, and so Apollo, loads its CommonJS module: two copies do not work together. */
export const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

/**
 * Before every run: an end at once, with the command to run, where npm ci was not allowed to generate the Prisma clients; the run's
 * own temporary folder; the removal of what tests have compiled.
 */
export const PREPARATIONS = ['prisma-clients', 'run-folder', 'programs'].map(
  (name) => `test/support/setup/${name}-setup.ts`,
);
/** One PostgreSQL for the integration tests of a run, and the cluster that each broker copies. */
export const POSTGRES = 'test/support/setup/postgres-setup.ts';

/** For two cores: most of what takes long here waits for servers. */
export const maxWorkers = 3;

export const COMMON = {
  // No module has state of its own, so the files of a worker share what they import: loading it takes most of the time.
  isolate: false,
  // As long as test/support/eventually.ts waits: the machine may be busy with other work. Each try of a page or of a broker computes for
  // milliseconds, which others need meanwhile.
  expect: { poll: { timeout: 20_000, interval: 50 } },
  setupFiles: ['test/support/setup/property-seed.ts', 'test/support/setup/time-limits.ts'],
  exclude: ['**/node_modules/**', '.data/**', '.stack/**'],
};

/** Three levels by file name: unit (no I/O), int (real servers and files), e2e (the running system). */
const level = (name: string, suffix: string, overrides: object = {}) => ({
  resolve,
  test: { ...COMMON, name, globalSetup: PREPARATIONS, include: [`**/*${suffix}`], ...overrides },
});

/** The levels one by one, for the work on a part. `npm test` runs them together: test/whole-suite.config.ts. */
export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      level('unit', '.test.ts', { exclude: [...COMMON.exclude, '**/*.int.test.ts', '**/*.e2e.test.ts'] }),
      level('int', '.int.test.ts', {
        globalSetup: [...PREPARATIONS, POSTGRES],
      }),
      level('e2e', '.e2e.test.ts', {
        globalSetup: [...PREPARATIONS, 'test/support/setup/cluster-setup.ts'],
      }),
    ],
  },
});
