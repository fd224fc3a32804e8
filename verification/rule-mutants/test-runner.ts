import path from 'node:path';
import { createVitest } from 'vitest/node';
import { root } from '#test/repository/source-files.ts';

/** Runs tests over code in which one file is another, without a change on the disk. */
export interface TestRunner {
  /** True when all tests of these files whose title has the tag pass; throws when there are none. */
  passes(tests: readonly string[], tag: string, change?: ChangedFile): Promise<boolean>;
}

export interface ChangedFile {
  /** From the root. */
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
    // Vitest keeps the errors outside tests of earlier runs.
    vitest.state.clearErrors();
    vitest.setGlobalTestNamePattern(new RegExp(`\\[${tag}\\]`));
    const project = vitest.getRootProject();
    const specifications = tests.map((file) => project.createSpecification(path.join(root, file)));
    const { testModules: known, unhandledErrors } = await vitest.runTestSpecifications(specifications);
    // Vitest answers with all modules that it knows, those of earlier runs as they ended then.
    const testModules = known.filter(({ relativeModuleId }) => tests.includes(relativeModuleId));
    const ran = testModules.flatMap((module) => [...module.children.allTests()]);
    const states = ran.map((one) => one.result().state);
    if (change === undefined && !states.includes('passed')) throw new Error(`no test says '[${tag}]'`);
    return (
      unhandledErrors.length === 0 &&
      !states.includes('failed') &&
      testModules.length === tests.length &&
      testModules.every((module) => module.errors().length === 0)
    );
  };
  return { passes };
}
