/**
 * The time limits of a test by its level, where one run has all levels: a unit test waits for nothing, so it gets the usual limit of
 * vitest. The limits of the other levels are for a machine that may be busy with other work.
 */
import { expect, vi } from 'vitest';

const LIMITS = [
  { suffix: '.e2e.test.ts', testTimeout: 60_000, hookTimeout: 120_000 },
  { suffix: '.int.test.ts', testTimeout: 30_000, hookTimeout: 60_000 },
  { suffix: '.test.ts', testTimeout: 5_000, hookTimeout: 10_000 },
];

const file = expect.getState().testPath;
const limits = LIMITS.find(({ suffix }) => file?.endsWith(suffix));
if (!limits) throw new Error(`no time limits for the test file ${file}`);
vi.setConfig({ testTimeout: limits.testTimeout, hookTimeout: limits.hookTimeout });
