import path from 'node:path';
import { createVitest } from 'vitest/node';
import { root } from '#test/repository/source-files.ts';

/** Runs tests over code with one changed file, without a change on disk. */
export interface TestRunner {
  /** True when all tests of these files with the tag in their title pass; throws when no test has the tag. */
  passes(tests: readonly string[], tag: string, change?: ChangedFile): Promise<boolean>;
}

export interface ChangedFile {
  /** Path from the root. */
  readonly file: string;
  readonly text: string;
}

export async function createTestRunner(): Promise<TestRunner> {
  let changed: ChangedFile | null = null;
  const plugin = {
    name: 'mutant',
    enforce: 'pre' as const,
    load: (id: string): string | null =>
      changed !== null && id.split('?')[0] === path.join(root, changed.file) ? changed.text : null,
  };
  const vitest = await createVitest(
    'test',
    {
      root,
      config: false,
      watch: false,
      isolate: false,
      include: ['**/*.test.ts'],
      setupFiles: ['test/support/setup/property-seed.ts'],
      reporters: [{}],
    },
    { plugins: [plugin], resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] } },
  );
  const passes: TestRunner['passes'] = async (tests, tag, change) => {
    const stale = [changed?.file, change?.file];
    changed = change ?? null;
    for (const file of stale) if (file !== undefined) vitest.invalidateFile(path.join(root, file));
    // Vitest keeps errors of earlier runs that happened outside tests.
    vitest.state.clearErrors();
    vitest.setGlobalTestNamePattern(new RegExp(`\\[${tag}\\]`));
    const project = vitest.getRootProject();
    const specifications = tests.map((file) => project.createSpecification(path.join(root, file)));
    const { testModules: known, unhandledErrors } = await vitest.runTestSpecifications(specifications);
    // Vitest also returns modules of earlier runs, with their old results.
    const testModules = known.filter(({ relativeModuleId }) => tests.includes(relativeModuleId));
    const ran = testModules.flatMap((module) => [...module.children.allTests()]);
    const states = ran.map((one) => one.result().state);
    if (change === undefined && !states.includes('passed'))
      throw new Error(`no test has '[${tag}]' in its title`);
    return (
      unhandledErrors.length === 0 &&
      !states.includes('failed') &&
      testModules.length === tests.length &&
      testModules.every((module) => module.errors().length === 0)
    );
  };
  return { passes };
}
