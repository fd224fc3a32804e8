import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { COMMON, maxWorkers, POSTGRES, PREPARATIONS, resolve } from '../vitest.config.ts';
import { COMPILED_MODULES, compiledModules } from './support/setup/compiled-modules.ts';

/** Programs as processes of their own: on one core of a busy machine their start alone takes a second. */
const STARTS_PROGRAMS = /support\/programs\/|node:child_process/;

/** Kinds of files that wait for servers and processes most of the time, those that take longest first. */
const WAITING: readonly ((file: string) => boolean)[] = [
  (file) => file.endsWith('.e2e.test.ts'),
  (file) => file.endsWith('.int.test.ts') && STARTS_PROGRAMS.test(readFileSync(file, 'utf8')),
  (file) => file.endsWith('.int.test.ts'),
];

/**
 * The files that take longest run first, so that no worker is idle at the end: those of the running system, then those that start
 * programs. Unit tests run beside them all the way: they compute, while the others wait most of the time.
 */
class Mixed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const kinds = sorted.map((file) => ({
      file,
      kind: WAITING.findIndex((isOfKind) => isOfKind(file.moduleId)),
    }));
    const waiting = kinds.filter(({ kind }) => kind >= 0).sort((one, other) => one.kind - other.kind);
    const computing = kinds.filter(({ kind }) => kind < 0);
    const places = [waiting, computing].flatMap((list) =>
      list.map(({ file }, index) => ({ file, place: (index + 1) / list.length })),
    );
    return places.sort((one, other) => one.place - other.place).map(({ file }) => file);
  }
}

/**
 * All levels in one run, for `npm test`: the same workers run them, so each loads a module once. With a project for each level, every
 * level has workers of its own, and their modules are loaded again.
 */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  resolve,
  plugins: [compiledModules()],
  test: {
    ...COMMON,
    maxWorkers,
    // Every processor has a worker: threads that collect garbage beside one take as much from another. Young objects have as much room
    // as in the broker (megabytes): the collections of a small one take a fifth of the processor's time of a simulated day.
    execArgv: ['--single-threaded-gc', '--min-semi-space-size=32', '--max-semi-space-size=32'],
    globalSetup: [...PREPARATIONS, POSTGRES],
    include: ['**/*.test.ts'],
    sequence: { sequencer: Mixed },
    server: { deps: { external: [COMPILED_MODULES] } },
  },
});
