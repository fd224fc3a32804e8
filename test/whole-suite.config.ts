import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { COMMON, maxWorkers, POSTGRES, PREPARATIONS, resolve } from '../vitest.config.ts';

const LEVELS = ['.e2e.test.ts', '.int.test.ts', '.test.ts'];
const levelOf = ({ moduleId }: TestSpecification): number =>
  LEVELS.findIndex((suffix) => moduleId.endsWith(suffix));

/** The files that take longest run first, so that no worker is idle at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => levelOf(one) - levelOf(other));
  }
}

/**
 * All levels in one run, for `npm test`: the same workers run them, so each loads a module once. With a project for each level, every
 * level has workers of its own, and their modules are translated and loaded again.
 */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  resolve,
  test: {
    ...COMMON,
    maxWorkers,
    globalSetup: [...PREPARATIONS, POSTGRES],
    include: ['**/*.test.ts'],
    sequence: { sequencer: LongestFirst },
  },
});
