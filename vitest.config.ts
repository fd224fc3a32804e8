import { defineConfig } from 'vitest/config';

/** Vite would load GraphQL's ES module, but Node, and so Apollo, loads its CommonJS module: two copies do not work together. */
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

/** Ends a run at once, with the command to run, where npm ci was not allowed to generate the Prisma clients. */
const CLIENTS = 'test/support/setup/prisma-clients-setup.ts';
/** The run's own temporary folder, and the removal of what tests have compiled. */
const FOLDERS = ['test/support/setup/run-folder-setup.ts', 'test/support/setup/programs-setup.ts'];

/** Three levels by file name: unit (no I/O), int (real servers and files), e2e (the running system). */
const level = (name: string, suffix: string, overrides: object = {}) => ({
  resolve,
  test: {
    name,
    globalSetup: [CLIENTS, ...FOLDERS],
    // No module has state of its own, so the files of a worker share what they import: loading it takes most of the time.
    isolate: false,
    // As long as test/support/eventually.ts waits: the machine may be busy with other work.
    expect: { poll: { timeout: 20_000, interval: 20 } },
    setupFiles: ['test/support/setup/property-seed.ts'],
    include: [`**/*${suffix}`],
    exclude: [
      '**/node_modules/**',
      '.data/**',
      '.stack/**',
      ...(name === 'unit' ? ['**/*.int.test.ts', '**/*.e2e.test.ts'] : []),
    ],
    ...overrides,
  },
});

export default defineConfig({
  test: {
    // For two cores: most of what takes long here waits for servers.
    maxWorkers: 3,
    projects: [
      level('unit', '.test.ts'),
      level('int', '.int.test.ts', {
        globalSetup: [CLIENTS, ...FOLDERS, 'test/support/setup/postgres-setup.ts'],
        testTimeout: 30_000,
        hookTimeout: 60_000,
      }),
      level('e2e', '.e2e.test.ts', {
        globalSetup: [CLIENTS, ...FOLDERS, 'test/support/setup/cluster-setup.ts'],
        testTimeout: 60_000,
        hookTimeout: 120_000,
      }),
    ],
  },
});
